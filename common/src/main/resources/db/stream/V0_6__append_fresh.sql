-- Stores a batch like stream_append, for requests that are expected to be new: nothing is looked up, and the unique indexes
-- refuse what was stored before. Then, and where there is none of the streams, no row is returned and nothing is stored:
-- stream_append finds out. The caller has counted: p_streams are different streams with the numbers of their requests in
-- p_counts, and p_nth is each request's place among those of its stream, from 1 on. A client id must not occur twice for an
-- actor in a stream. Returns a row for each of the streams that there is, with the seq before its first new event; requests
-- for other streams are left out.
-- Locks, times and settings are those of stream_append.
create function stream_append_fresh(
    p_streams uuid[], p_counts integer[],
    p_stream uuid[], p_nth integer[], p_event uuid[], p_type text[], p_actor uuid[], p_actor_name text[], p_client text[],
    p_data text[], p_request text[], p_trace text[])
    returns table (stream_id uuid, kind text, name text, epoch text, before bigint, at timestamptz)
    language plpgsql
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    set jit = off
as
$$
#variable_conflict use_column
declare
    v_now timestamptz;
begin
    if current_setting('synchronous_commit') = 'off' then
        perform set_config('synchronous_commit', 'on', true);
    end if;

    perform from stream s where s.id = any (p_streams) order by s.id for no key update;

    -- Only now: later than the times of the previous holders of the locks.
    v_now := date_trunc('milliseconds', clock_timestamp());
    -- Only this in a block of its own: rows that are locked outside and changed inside would need a multixact each.
    begin
        insert into stream_event (
            stream_id, seq, event_id, type, actor_id, actor_name, client_id, data, created_at, request_id, trace_parent)
        select r.stream_id, s.last_seq + r.nth, r.event_id, r.type, r.actor_id, r.actor_name, r.client_id, r.data::jsonb,
               greatest(v_now, s.last_at), r.request_id, r.trace_parent
        from unnest(p_stream, p_nth, p_event, p_type, p_actor, p_actor_name, p_client, p_data, p_request, p_trace)
                 as r (stream_id, nth, event_id, type, actor_id, actor_name, client_id, data, request_id, trace_parent)
        join stream s on s.id = r.stream_id;
    exception
        when unique_violation then
            return;
    end;

    insert into stream_outbox (shard, stream_id, from_seq, to_seq)
    select stream_shard(s.id), s.id, s.last_seq + 1, s.last_seq + n.count
    from unnest(p_streams, p_counts) as n (id, count)
    join stream s on s.id = n.id;

    return query
    update stream s
    set last_seq = s.last_seq + n.count, last_at = greatest(v_now, s.last_at)
    from unnest(p_streams, p_counts) as n (id, count)
    where s.id = n.id
    returning s.id, s.kind, s.name, (select i.epoch from log_incarnation i) || '-' || s.epoch, s.last_seq - n.count, s.last_at;
end
$$;
