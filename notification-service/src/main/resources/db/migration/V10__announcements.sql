-- Notifications that other services ask for: announcements, and later replies in threads.
alter table notification
    drop constraint notification_kind_check,
    add constraint notification_kind_check check (kind in ('mention', 'reply', 'announcement', 'thread')),
    add column title text;
comment on column notification.title is 'Of an announcement';
