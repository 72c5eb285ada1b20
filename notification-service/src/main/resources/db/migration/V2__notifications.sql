-- A person, as far as this service knows: the newest state of the account, or only the name by which somebody mentioned
-- them. The row is also the lock of the person's inbox: whoever changes notifications, read positions or the inbox's
-- stream holds it, several in the order of their ids.
create table recipient (
    user_id     uuid primary key,
    username    text not null,
    email       text,
    roles       text[] not null default '{}',
    banned      boolean not null default false,
    valid_after timestamptz,
    version     bigint not null default -1,
    deleted     boolean not null default false
);
comment on column recipient.version is 'Of the account''s state; -1 while none has arrived';
create index recipient_by_username on recipient (lower(username)) where not deleted;

-- The id is computed from event and recipient, so that the same event makes the same notification wherever and however
-- often it is read.
create table notification (
    id           uuid primary key,
    recipient_id uuid not null references recipient (user_id),
    event_id     uuid not null,
    kind         text not null check (kind in ('mention', 'reply')),
    room         text not null,
    room_id      uuid not null,
    seq          bigint not null,
    actor_id     uuid not null,
    actor_name   text not null,
    text         text not null,
    created_at   timestamptz(3) not null,
    read_at      timestamptz(3),
    unique (recipient_id, event_id)
);
comment on column notification.event_id is 'The message';
comment on column notification.created_at is 'When the message was posted';
create index notification_by_recipient on notification (recipient_id, id);
create index notification_unread on notification (recipient_id, id) where read_at is null;
create index notification_unread_in_room on notification (recipient_id, room_id, seq) where read_at is null;
create index notification_by_age on notification (created_at);

-- How far people have read, also where they have no notification (yet): what comes later and lies below is read.
create table read_position (
    user_id uuid not null references recipient (user_id),
    room_id uuid not null,
    seq     bigint not null,
    primary key (user_id, room_id)
);

-- What becomes of a notification outside of the frontend, and why. The id is the id of the task that sends it.
create table notification_delivery (
    notification_id uuid not null references notification (id) on delete cascade,
    channel         text not null check (channel in ('email')),
    id              uuid not null unique,
    state           text not null check (state in ('pending', 'submitted', 'skipped')),
    reason          text,
    created_at      timestamptz(3) not null,
    due_at          timestamptz(3) not null,
    decided_at      timestamptz(3),
    request_id      text,
    trace_parent    text,
    primary key (notification_id, channel),
    check ((state = 'pending') = (decided_at is null)),
    check (state = 'pending' or reason is not null)
);
create index notification_delivery_due on notification_delivery (due_at) where state = 'pending';
