-- Tasks. Times come from the workers, which measure how far their clocks are off this server's: see docs/adr/0006.

create table task (
    id                  uuid primary key,
    type                text not null,
    queue               text not null,
    payload             text not null,
    priority            smallint not null check (priority between 0 and 9),
    state               text not null
        check (state in ('pending', 'scheduled', 'started', 'retry', 'succeeded', 'failed', 'revoked')),
    attempt             integer not null default 0,
    failures            integer not null default 0,
    losses              integer not null default 0,
    max_retries         integer,
    source              text not null,
    request_id          text,
    trace_parent        text,
    created_at          timestamptz not null,
    ready_at            timestamptz not null,
    due_at              timestamptz,
    dispatched_at       timestamptz,
    expires_at          timestamptz,
    started_at          timestamptz,
    ended_at            timestamptz,
    worker              text,
    lease_until         timestamptz,
    cancel_requested_at timestamptz,
    result              text,
    result_bytes        integer not null default 0,
    error_code          text,
    error_message       text,
    check ((state = 'started') = (lease_until is not null)),
    check ((state in ('scheduled', 'retry')) = (due_at is not null)),
    check ((state in ('succeeded', 'failed', 'revoked')) = (ended_at is not null)),
    check (dispatched_at is null or state = 'retry')
) with (
    -- Rows change state a few times within a second, so dead ones are cleared often.
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02
);
comment on column task.payload is 'JSON as text: it is never looked into here, and text keeps it as it was sent';
comment on column task.attempt is 'How many runs have begun: the fence that every completion has to pass';
comment on column task.failures is 'Runs that failed since the task was submitted or replayed; they use up the retries';
comment on column task.losses is 'Runs since then whose worker did not come back';
comment on column task.ready_at is 'Since when it could run: the age that counts among those of one priority';
comment on column task.dispatched_at is 'When the due retry was sent on its topic';
comment on column task.started_at is 'Begin of the last run';
comment on column task.result_bytes is 'Size of the result, also where it was too large to be kept';

create index task_waiting on task (queue, priority desc, ready_at, id) where state = 'pending';
create index task_due on task (due_at) where state in ('scheduled', 'retry') and dispatched_at is null;
create index task_dispatched on task (dispatched_at) where dispatched_at is not null;
create index task_expiry on task (expires_at) where expires_at is not null and state in ('pending', 'scheduled', 'retry');
create index task_lease on task (lease_until) where state = 'started';
create index task_cancelling on task (worker) where state = 'started' and cancel_requested_at is not null;
create index task_created on task (created_at, id);
create index task_ended on task (ended_at) where ended_at is not null;
create index task_result on task (ended_at) where result is not null;
create index task_dead on task (ended_at, id) where state = 'failed';

-- Runs that did not succeed; the last run of a task is in its row.
create table task_attempt (
    task_id       uuid not null references task on delete cascade,
    attempt       integer not null,
    worker        text not null,
    started_at    timestamptz not null,
    ended_at      timestamptz not null,
    error_code    text not null,
    error_message text not null,
    primary key (task_id, attempt)
);

create table task_worker (
    id         text primary key,
    host       text not null,
    version    text not null,
    started_at timestamptz not null,
    last_seen  timestamptz not null,
    running    integer not null
);

create table task_schedule (
    name       text primary key,
    definition text not null,
    -- Ticks up to here are dealt with.
    done_until timestamptz not null
);

-- One row for each tick that was run: whoever inserts it runs the tick.
create table task_schedule_fire (
    schedule text not null,
    fire_at  timestamptz not null,
    task_id  uuid not null,
    primary key (schedule, fire_at)
);
