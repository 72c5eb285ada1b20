-- As before, but that a whole batch of events which only say that something was forgotten does not end it for good: what
-- matters is whether the first of the others is old enough.
create or replace function stream_truncate(p_stream uuid, p_before timestamptz, p_limit integer) returns bigint
    language plpgsql
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    set jit = off
as
$$
declare
    v_first   bigint;
    v_waiting bigint;
    v_end     bigint;
    v_matters boolean;
begin
    select s.first_seq into v_first from stream s where s.id = p_stream for no key update;
    if not found then
        return null;
    end if;
    v_waiting := (
        select min(o.from_seq) from stream_outbox o
        where o.shard = stream_shard(p_stream) and o.stream_id = p_stream);
    v_matters := (
        select e.created_at < p_before and (v_waiting is null or e.seq < v_waiting) from stream_event e
        where e.stream_id = p_stream and e.seq >= v_first and e.type <> 'history.truncated'
        order by e.seq limit 1);
    if v_matters is not true then
        return null;
    end if;
    v_end := (
        select max(old.seq)
        from (
            select e.seq, e.created_at from stream_event e
            where e.stream_id = p_stream and e.seq >= v_first
            order by e.seq limit p_limit) old
        where old.created_at < p_before and (v_waiting is null or old.seq < v_waiting));
    if v_end is null then
        return null;
    end if;
    delete from stream_event e where e.stream_id = p_stream and e.seq <= v_end;
    update stream s set first_seq = v_end + 1 where s.id = p_stream;
    return v_end + 1;
end
$$;
