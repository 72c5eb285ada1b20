-- Forgets the beginning of a stream: at most p_limit of the events from before p_before, as far as the relay has published
-- them. Returns the oldest event that is kept, or null when there was nothing to forget. Times never go back within a
-- stream, so what is old is at its beginning. That something was forgotten is an event itself, and alone no reason to
-- forget again.
create function stream_truncate(p_stream uuid, p_before timestamptz, p_limit integer) returns bigint
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
    select max(old.seq), bool_or(old.type <> 'history.truncated') into v_end, v_matters
    from (
        select e.seq, e.type, e.created_at from stream_event e
        where e.stream_id = p_stream and e.seq >= v_first
        order by e.seq limit p_limit) old
    where old.created_at < p_before and (v_waiting is null or old.seq < v_waiting);
    if v_end is null or not v_matters then
        return null;
    end if;
    delete from stream_event e where e.stream_id = p_stream and e.seq <= v_end;
    update stream s set first_seq = v_end + 1 where s.id = p_stream;
    return v_end + 1;
end
$$;
