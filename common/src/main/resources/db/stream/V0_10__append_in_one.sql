-- As in V0_6, in one statement: the rows of the streams are locked by the update that counts them on, and what it returns
-- is all that the others need.
create or replace function stream_append_fresh(
    p_streams uuid[], p_counts integer[],
    p_stream uuid[], p_nth integer[], p_event uuid[], p_type text[], p_actor uuid[], p_actor_name text[], p_client text[],
    p_data text[], p_request text[], p_trace text[])
    returns table (stream_id uuid, kind text, name text, epoch text, before bigint, at timestamptz)
    language plpgsql
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    set enable_bitmapscan = off
    set jit = off
as
$$
#variable_conflict use_column
begin
    if current_setting('synchronous_commit') = 'off' then
        perform set_config('synchronous_commit', 'on', true);
    end if;

    return query
    with advanced as (
        -- Walks the index, so it locks in the order of the ids as everybody does. Who had to wait for a lock computes anew:
        -- the time is later than that of the previous holder.
        update stream s
        set last_seq = s.last_seq + p_counts[array_position(p_streams, s.id)],
            last_at = greatest(date_trunc('milliseconds', clock_timestamp()), s.last_at)
        where s.id = any (p_streams)
        returning s.id, s.kind, s.name, s.epoch, s.last_seq, s.last_at,
                  s.last_seq - p_counts[array_position(p_streams, s.id)] as before
    ), noted as (
        insert into stream_outbox (shard, stream_id, from_seq, to_seq)
        select stream_shard(a.id), a.id, a.before + 1, a.last_seq from advanced a
    ), stored as (
        insert into stream_event (
            stream_id, seq, event_id, type, actor_id, actor_name, client_id, data, created_at, request_id, trace_parent)
        select a.id, a.before + r.nth, r.event_id, r.type, r.actor_id, r.actor_name, r.client_id, r.data::jsonb,
               a.last_at, r.request_id, r.trace_parent
        from unnest(p_stream, p_nth, p_event, p_type, p_actor, p_actor_name, p_client, p_data, p_request, p_trace)
                 as r (stream_id, nth, event_id, type, actor_id, actor_name, client_id, data, request_id, trace_parent)
        join advanced a on a.id = r.stream_id
        returning 1
    )
    select a.id, a.kind, a.name, i.epoch || '-' || a.epoch, a.before, a.last_at
    from advanced a
    cross join log_incarnation i
    -- All are stored before the first row is returned: rows that were returned stay so when the block is rolled back.
    where (select count(*) from stored) > 0;
exception
    when unique_violation then
        return;
end
$$;
