-- The event log. The database orders: seq is given under the lock of the stream's row, in the transaction that stores the
-- event and the note for the relay (outbox). See docs/adr/0002.

create table log_incarnation (
    only_row          boolean primary key default true check (only_row),
    epoch             text not null,
    system_identifier text,
    timeline          text,
    named             text,
    since             timestamptz not null default clock_timestamp()
);
comment on table log_incarnation is
    'Which history this database holds. A restored or promoted one gets a new epoch, so that no client continues a position that may have been lost';

create table stream (
    id        uuid primary key,
    kind      text not null check (kind in ('ROOM', 'USER')),
    name      text not null,
    epoch     integer not null default 1,
    first_seq bigint not null default 1,
    last_seq  bigint not null default 0,
    last_at   timestamptz(3) not null default date_trunc('milliseconds', clock_timestamp())
) with (fillfactor = 70);
comment on column stream.first_seq is 'The oldest event that is kept; older positions cannot be continued';
comment on column stream.epoch is 'Counts how often this stream began anew; part of the epoch on the wire';

-- No foreign key to stream: rows are only made by stream_append, under the lock of an existing stream.
create table stream_event (
    stream_id  uuid not null,
    seq        bigint not null,
    event_id   uuid not null,
    type       text not null,
    actor_id   uuid,
    actor_name text,
    client_id  text,
    data       jsonb not null check (jsonb_typeof(data) = 'object'),
    created_at timestamptz(3) not null,
    request_id text,
    primary key (stream_id, seq),
    check (client_id is null or actor_id is not null)
);
create unique index stream_event_by_event_id on stream_event (event_id);
create unique index stream_event_by_client_id on stream_event (stream_id, actor_id, client_id)
    where client_id is not null;

-- The identity must not be cached per session (the default): ids of one stream rise in the order of its commits only
-- because each is drawn under the stream's lock. Ids of different streams become visible in any order.
create table stream_outbox (
    shard      smallint not null,
    id         bigint generated always as identity (cache 1),
    stream_id  uuid not null,
    from_seq   bigint not null,
    to_seq     bigint not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (shard, id)
) with (
    -- A queue: rows live for milliseconds, so dead ones are cleared often and by number, not by share.
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000
);

create table relay_node (
    id         text primary key,
    expires_at timestamptz not null
);

create table relay_lease (
    shard      smallint primary key,
    owner      text,
    expires_at timestamptz
);
insert into relay_lease (shard) select generate_series(0, 15);

-- Sixteen shards, by the last half byte of the stream's id; the code computes the same.
create function stream_shard(p_stream uuid) returns smallint
    language sql immutable strict parallel safe
    return (get_byte(uuid_send(p_stream), 15) & 15)::smallint;

-- Finds out which incarnation this is and begins a new one where the server is another (system identifier) or its history
-- has branched (timeline), or where the operator names another one. Returns the epoch, and whether the server's identity
-- could be read.
create function stream_incarnation(p_named text, out epoch text, out detected boolean, out is_new boolean)
    language plpgsql as
$$
declare
    v_system   text;
    v_timeline text;
    v_row      log_incarnation%rowtype;
begin
    begin
        v_system := (select c.system_identifier::text from pg_control_system() c);
        -- Not from pg_control_checkpoint(): that one lags until the first checkpoint after a promotion.
        v_timeline := substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8);
    exception when insufficient_privilege then
        v_system := null;
        v_timeline := null;
    end;
    detected := v_system is not null;
    is_new := false;

    select * into v_row from log_incarnation;
    if found and v_row.named is not distinct from p_named
            and (v_system is null
                or (v_row.system_identifier, v_row.timeline) is not distinct from (v_system, v_timeline)) then
        epoch := v_row.epoch;
        return;
    end if;

    -- Something differs: one session decides, the others see its decision.
    lock table log_incarnation in share row exclusive mode;
    select * into v_row from log_incarnation;
    is_new := not found
        or (p_named is not null and v_row.named is distinct from p_named)
        or (p_named is null and v_system is not null and v_row.system_identifier is not null
            and (v_row.system_identifier, v_row.timeline) is distinct from (v_system, v_timeline));
    epoch := case when is_new then substr(replace(gen_random_uuid()::text, '-', ''), 1, 10) else v_row.epoch end;
    insert into log_incarnation as i (epoch, system_identifier, timeline, named)
    values (stream_incarnation.epoch, v_system, v_timeline, p_named)
    on conflict (only_row) do update
        set epoch = excluded.epoch,
            system_identifier = coalesce(excluded.system_identifier, i.system_identifier),
            timeline = coalesce(excluded.timeline, i.timeline),
            named = excluded.named,
            since = case when i.epoch = excluded.epoch then i.since else clock_timestamp() end;
end
$$;

-- Stores a batch. Requests come as arrays of one length; each is answered by one row:
--   outcome A (stored, or stored before by a try of the same batch whose answer was lost), D (the actor has used this
--   client id in this stream; seq, event_id and at are the original's), U (there is no such stream).
-- Locks are taken in the order of the streams' ids, so that batches of several nodes cannot deadlock. Seqs follow the
-- order of the requests. p_repeated: an earlier try may have been committed, so look for the event ids as well.
-- The settings keep one plan that uses the indexes from the first row on: the tables are empty when it is made.
create function stream_append(
    p_stream uuid[], p_event uuid[], p_type text[], p_actor uuid[], p_actor_name text[], p_client text[], p_data text[],
    p_request text[], p_repeated boolean)
    returns table (
        ord integer, outcome text, kind text, name text, epoch text, seq bigint, event_id uuid, at timestamptz)
    language plpgsql
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    set jit = off
as
$$
#variable_conflict use_column
declare
    v_now   timestamptz;
    v_epoch text;
begin
    -- What is acknowledged is on disk, whatever the server's default is.
    if current_setting('synchronous_commit') = 'off' then
        perform set_config('synchronous_commit', 'on', true);
    end if;
    v_epoch := (select i.epoch from log_incarnation i);

    perform from stream s where s.id = any (p_stream) order by s.id for no key update;

    -- Only now: what the previous holders of the locks have committed is visible to the next statement, and the time
    -- is later than theirs.
    v_now := date_trunc('milliseconds', clock_timestamp());
    return query
    with request as (
        select r.*,
               row_number() over (partition by r.stream_id, r.actor_id, r.client_id order by r.ord) as nth
        from unnest(p_stream, p_event, p_type, p_actor, p_actor_name, p_client, p_data, p_request)
                 with ordinality
                 as r (stream_id, event_id, type, actor_id, actor_name, client_id, data, request_id, ord)
    ), known as (
        select r.*, s.kind, s.name, s.epoch, s.last_seq, s.last_at,
               k.seq as known_seq, k.event_id as known_event, k.created_at as known_at,
               s.id is not null and k.seq is null and (r.client_id is null or r.nth = 1) as fresh
        from request r
        left join stream s on s.id = r.stream_id
        left join lateral (
            select e.seq, e.event_id, e.created_at
            from stream_event e
            where e.stream_id = r.stream_id and e.actor_id = r.actor_id and e.client_id = r.client_id
            union all
            select e.seq, e.event_id, e.created_at
            from stream_event e
            where p_repeated and r.client_id is null and e.event_id = r.event_id and e.stream_id = r.stream_id
        ) k on true
    ), numbered as (
        select k.*,
               k.last_seq + count(*) filter (where k.fresh) over (partition by k.stream_id order by k.ord) as new_seq
        from known k
    ), placed as (
        -- A repeat within the batch shares the place of the first one.
        select n.*,
               case when n.client_id is null then n.new_seq else first_value(n.new_seq) over same end as placed_seq,
               case when n.client_id is null then n.event_id else first_value(n.event_id) over same end as placed_event,
               greatest(v_now, n.last_at) as placed_at
        from numbered n
        window same as (partition by n.stream_id, n.actor_id, n.client_id order by n.ord)
    ), stored as (
        insert into stream_event (
            stream_id, seq, event_id, type, actor_id, actor_name, client_id, data, created_at, request_id)
        select p.stream_id, p.placed_seq, p.event_id, p.type, p.actor_id, p.actor_name, p.client_id, p.data::jsonb,
               p.placed_at, p.request_id
        from placed p
        where p.fresh
    ), touched as (
        select p.stream_id, min(p.placed_seq) as from_seq, max(p.placed_seq) as to_seq, max(p.placed_at) as at
        from placed p
        where p.fresh
        group by p.stream_id
    ), advanced as (
        update stream s
        set last_seq = t.to_seq, last_at = t.at
        from touched t
        where s.id = t.stream_id
    ), noted as (
        insert into stream_outbox (shard, stream_id, from_seq, to_seq)
        select stream_shard(t.stream_id), t.stream_id, t.from_seq, t.to_seq
        from touched t
    )
    select p.ord::integer,
           case
               when p.kind is null then 'U'
               when p.fresh or p.known_event = p.event_id then 'A'
               else 'D'
           end,
           p.kind,
           p.name,
           v_epoch || '-' || p.epoch,
           coalesce(p.known_seq, p.placed_seq),
           coalesce(p.known_event, p.placed_event),
           coalesce(p.known_at, p.placed_at)
    from placed p;
end
$$;

-- A relay's sign of life: renews what it holds, gives back what it asks to, takes over what nobody holds up to its fair
-- share. Times are the database's only. Returns the shards it holds until now + p_ttl and the share that is fair.
create function relay_heartbeat(p_node text, p_ttl interval, p_release smallint[])
    returns table (shard smallint, fair_share integer)
    language plpgsql as
$$
#variable_conflict use_column
declare
    v_now  timestamptz;
    v_fair integer;
    v_held integer;
begin
    perform from relay_lease l order by l.shard for update;
    v_now := clock_timestamp();
    insert into relay_node (id, expires_at) values (p_node, v_now + p_ttl)
    on conflict (id) do update set expires_at = excluded.expires_at;
    delete from relay_node n where n.expires_at < v_now;

    update relay_lease l set owner = null, expires_at = null where l.owner = p_node and l.shard = any (p_release);
    update relay_lease l set expires_at = v_now + p_ttl where l.owner = p_node;
    get diagnostics v_held = row_count;
    v_fair := (select ceil((select count(*) from relay_lease)::numeric / count(*)) from relay_node);
    update relay_lease l
    set owner = p_node, expires_at = v_now + p_ttl
    where l.shard in (
        select f.shard from relay_lease f
        where f.owner is null or f.expires_at < v_now
        order by f.shard
        limit greatest(0, v_fair - v_held));
    return query select l.shard, v_fair from relay_lease l where l.owner = p_node;
end
$$;

-- A relay that stops: others may take its shards at once.
create function relay_leave(p_node text) returns void
    language plpgsql as
$$
begin
    perform from relay_lease l order by l.shard for update;
    update relay_lease l set owner = null, expires_at = null where l.owner = p_node;
    delete from relay_node n where n.id = p_node;
end
$$;

-- The oldest notes of each of the given shards with their events: at most p_rows notes and, unless one note alone holds
-- more, p_events events per shard. A note whose events are no longer kept comes with nulls. In order per stream; nothing
-- is assumed about the order of different streams, and nothing is skipped because of an id.
create function relay_outbox(p_shards smallint[], p_rows integer, p_events integer)
    returns table (
        shard smallint, id bigint, stream_id uuid, kind text, name text, epoch text, seq bigint, event_id uuid, type text,
        actor_id uuid, actor_name text, client_id text, data text, created_at timestamptz, request_id text)
    language sql stable
    set enable_seqscan = off
    set jit = off
as
$$
    select o.shard, o.id, e.stream_id, s.kind, s.name, i.epoch || '-' || s.epoch, e.seq, e.event_id, e.type, e.actor_id,
           e.actor_name, e.client_id, e.data::text, e.created_at, e.request_id
    from unnest(p_shards) as held (shard)
    cross join lateral (
        select n.*, sum(n.to_seq - n.from_seq + 1) over (order by n.id) - (n.to_seq - n.from_seq + 1) as before
        from (
            select b.shard, b.id, b.stream_id, b.from_seq, b.to_seq
            from stream_outbox b
            where b.shard = held.shard
            order by b.id
            limit p_rows) n) o
    cross join log_incarnation i
    left join stream s on s.id = o.stream_id
    left join stream_event e on e.stream_id = o.stream_id and e.seq between o.from_seq and o.to_seq
    where o.before < p_events
    order by o.shard, o.id, e.seq
$$;

select stream_incarnation(null);
