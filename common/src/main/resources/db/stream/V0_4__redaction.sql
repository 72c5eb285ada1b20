-- Replaces what events say, for ever: their places, ids, authors and times stay. For texts that were deleted; the caller
-- appends the event that says so first, in the same transaction, and with it holds the lock of the stream.
create function stream_redact(p_stream uuid, p_seq bigint[], p_data text[]) returns integer
    language plpgsql as
$$
declare
    v_changed integer;
begin
    update stream_event e
    set data = r.data::jsonb
    from unnest(p_seq, p_data) as r (seq, data)
    where e.stream_id = p_stream and e.seq = r.seq;
    get diagnostics v_changed = row_count;
    return v_changed;
end
$$;
