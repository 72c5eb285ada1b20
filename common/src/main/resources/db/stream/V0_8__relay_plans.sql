-- What the relay does in each round, in functions for the sake of their plans: made once, by statistics that may be those of
-- empty tables, they must walk the indexes all the same. The planner left to itself reads all streams to name a few, and
-- the whole history of a stream to find its last event.

-- The oldest notes of each of the given shards, p_rows of each at most.
create function relay_notes(p_shards smallint[], p_rows integer)
    returns table (shard smallint, id bigint, stream_id uuid, epoch text, from_seq bigint, to_seq bigint)
    language plpgsql stable
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    set enable_bitmapscan = off
    set enable_hashjoin = off
    set enable_mergejoin = off
    set jit = off
as
$$
#variable_conflict use_column
begin
    return query
    select o.shard, o.id, o.stream_id, i.epoch || '-' || s.epoch, o.from_seq, o.to_seq
    from unnest(p_shards) as held (shard)
    cross join lateral (
        select b.* from stream_outbox b where b.shard = held.shard order by b.id limit p_rows) o
    cross join log_incarnation i
    left join stream s on s.id = o.stream_id
    order by o.shard, o.id;
end
$$;

-- The events of notes, note by note; those that are no longer kept are left out.
create function relay_events(p_streams uuid[], p_from bigint[], p_to bigint[])
    returns table (
        stream_id uuid, kind text, name text, epoch text, seq bigint, event_id uuid, type text, actor_id uuid,
        actor_name text, client_id text, data jsonb, created_at timestamptz, request_id text, trace_parent text)
    language plpgsql stable
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    set enable_bitmapscan = off
    set enable_hashjoin = off
    set enable_mergejoin = off
    set jit = off
as
$$
#variable_conflict use_column
begin
    return query
    select e.stream_id, s.kind, s.name, i.epoch || '-' || s.epoch, e.seq, e.event_id, e.type, e.actor_id, e.actor_name,
           e.client_id, e.data, e.created_at, e.request_id, e.trace_parent
    from unnest(p_streams, p_from, p_to) with ordinality as note (stream_id, from_seq, to_seq, place)
    cross join log_incarnation i
    join stream s on s.id = note.stream_id
    cross join lateral (
        select k.* from stream_event k
        where k.stream_id = note.stream_id and k.seq between note.from_seq and note.to_seq
        order by k.seq) e
    order by note.place, e.seq;
end
$$;

-- Published. Not awaited on disk: what is lost in a crash is published again, and dropped by whoever reads it.
create function relay_delete_notes(p_shards smallint[], p_ids bigint[]) returns void
    language plpgsql
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    set enable_bitmapscan = off
    set enable_hashjoin = off
    set enable_mergejoin = off
    set jit = off
as
$$
begin
    perform set_config('synchronous_commit', 'off', true);
    delete from stream_outbox o
    using unnest(p_shards, p_ids) as done (shard, id)
    where o.shard = done.shard and o.id = done.id;
end
$$;

create function relay_delete_records(p_shards smallint[], p_ids bigint[]) returns void
    language plpgsql
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    set enable_bitmapscan = off
    set enable_hashjoin = off
    set enable_mergejoin = off
    set jit = off
as
$$
begin
    perform set_config('synchronous_commit', 'off', true);
    delete from record_outbox o
    using unnest(p_shards, p_ids) as done (shard, id)
    where o.shard = done.shard and o.id = done.id;
end
$$;
