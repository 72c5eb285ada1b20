-- What is notified of changes afterwards: texts are edited, messages are deleted. The row of a notification whose message is
-- gone stays, without its text, so that the same event read again makes no new one.
alter table notification add column removed_at timestamptz(3);
comment on column notification.removed_at is 'When the message was deleted; the notification is shown no more';
alter table notification add column text_seq bigint not null default 0;
comment on column notification.text_seq is 'The place of the event that edited the message last; older ones change nothing any more';
create index notification_by_event on notification (event_id);
