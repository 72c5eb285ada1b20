-- The place of the event that told the person, where it is another than the message's: somebody who had read the message
-- before an edit named them has not read that.
alter table notification add column told_seq bigint;
comment on column notification.told_seq is 'Read up to here is read; null: up to seq';
