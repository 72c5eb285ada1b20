-- Records for Kafka that are no events of streams, the inboxes of notification-service, and the trace of each event.
-- See docs/adr/0005.

alter table stream drop constraint stream_kind_check;
alter table stream add constraint stream_kind_check check (kind in ('ROOM', 'USER', 'INBOX'));

alter table stream_event add column trace_parent text;
comment on column stream_event.trace_parent is 'W3C trace context of what caused the event';

-- Published like stream_outbox, under the same leases. Ids of one key rise in the order of its commits where the writers
-- exclude each other; nothing is assumed about different keys, and nothing is skipped because of an id.
create table record_outbox (
    shard      smallint not null,
    id         bigint generated always as identity (cache 1),
    topic      text not null,
    key        text not null,
    value      bytea,
    headers    jsonb not null default '{}' check (jsonb_typeof(headers) = 'object'),
    created_at timestamptz not null default clock_timestamp(),
    primary key (shard, id)
) with (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000
);
comment on column record_outbox.value is 'Null is a tombstone';

-- Only the database computes this: whoever inserts asks it.
create function record_shard(p_key text) returns smallint
    language sql immutable strict parallel safe
    return (hashtextextended(p_key, 0) & 15)::smallint;

-- The oldest records of each of the given shards: at most p_rows and, unless one alone is larger, p_bytes per shard.
create function relay_records(p_shards smallint[], p_rows integer, p_bytes bigint)
    returns table (shard smallint, id bigint, topic text, key text, value bytea, headers text)
    language sql stable
    set enable_seqscan = off
    set jit = off
as
$$
    select o.shard, o.id, o.topic, o.key, o.value, o.headers::text
    from unnest(p_shards) as held (shard)
    cross join lateral (
        select n.*, sum(n.size) over (order by n.id) - n.size as before
        from (
            select b.*, coalesce(octet_length(b.value), 0) + 256 as size
            from record_outbox b
            where b.shard = held.shard
            order by b.id
            limit p_rows) n) o
    where o.before < p_bytes
    order by o.shard, o.id
$$;

-- As before, and with the trace.
drop function stream_append(uuid[], uuid[], text[], uuid[], text[], text[], text[], text[], boolean);

-- Stores a batch. Requests come as arrays of one length; each is answered by one row:
--   outcome A (stored, or stored before by a try of the same batch whose answer was lost), D (the actor has used this
--   client id in this stream; seq, event_id and at are the original's), U (there is no such stream).
-- Locks are taken in the order of the streams' ids, so that batches of several nodes cannot deadlock. Seqs follow the
-- order of the requests. p_repeated: an earlier try may have been committed, so look for the event ids as well.
-- The settings keep one plan that uses the indexes from the first row on: the tables are empty when it is made.
create function stream_append(
    p_stream uuid[], p_event uuid[], p_type text[], p_actor uuid[], p_actor_name text[], p_client text[], p_data text[],
    p_request text[], p_trace text[], p_repeated boolean)
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
        from unnest(p_stream, p_event, p_type, p_actor, p_actor_name, p_client, p_data, p_request,
                    p_trace)
                 with ordinality
                 as r (stream_id, event_id, type, actor_id, actor_name, client_id, data, request_id,
                       trace_parent, ord)
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
            stream_id, seq, event_id, type, actor_id, actor_name, client_id, data, created_at, request_id,
            trace_parent)
        select p.stream_id, p.placed_seq, p.event_id, p.type, p.actor_id, p.actor_name, p.client_id, p.data::jsonb,
               p.placed_at, p.request_id, p.trace_parent
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

-- As before, and with the trace.
drop function relay_outbox(smallint[], integer, integer);

-- The oldest notes of each of the given shards with their events: at most p_rows notes and, unless one note alone holds
-- more, p_events events per shard. A note whose events are no longer kept comes with nulls. In order per stream; nothing
-- is assumed about the order of different streams, and nothing is skipped because of an id.
create function relay_outbox(p_shards smallint[], p_rows integer, p_events integer)
    returns table (
        shard smallint, id bigint, stream_id uuid, kind text, name text, epoch text, seq bigint, event_id uuid, type text,
        actor_id uuid, actor_name text, client_id text, data text, created_at timestamptz, request_id text,
        trace_parent text)
    language sql stable
    set enable_seqscan = off
    set jit = off
as
$$
    select o.shard, o.id, e.stream_id, s.kind, s.name, i.epoch || '-' || s.epoch, e.seq, e.event_id, e.type, e.actor_id,
           e.actor_name, e.client_id, e.data::text, e.created_at, e.request_id, e.trace_parent
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
