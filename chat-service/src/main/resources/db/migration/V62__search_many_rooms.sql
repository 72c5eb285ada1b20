-- Indexes the next events of many rooms at once: about p_limit, up to twice as many. Returns the rooms in which there may be
-- more; not those at which another node is at work. Who works at a room holds its position until the transaction ends.
-- The settings keep plans that walk the indexes from the first row on, and never all that was ever said in a room.
CREATE FUNCTION search_index(p_rooms uuid[], p_config text, p_limit integer) RETURNS SETOF uuid
    LANGUAGE plpgsql
    SET plan_cache_mode = force_generic_plan
    SET enable_seqscan = off
    SET enable_bitmapscan = off
    SET enable_hashjoin = off
    SET enable_mergejoin = off
    SET jit = off
AS
$$
DECLARE
    v_held    uuid[];
    v_after   bigint[];
    v_rooms   uuid[];
    v_from    bigint[];
    v_reached bigint[];
    v_changed uuid[];
    v_more    uuid[];
BEGIN
    -- What is lost in a crash of the database is indexed again, together with its position.
    PERFORM set_config('synchronous_commit', 'off', true);

    INSERT INTO search_position (room_id, config)
    SELECT r.id, p_config FROM room r
    WHERE r.id = ANY (p_rooms) AND NOT EXISTS (SELECT FROM search_position p WHERE p.room_id = r.id)
    ORDER BY r.id
    ON CONFLICT DO NOTHING;

    SELECT array_agg(held.room_id), array_agg(held.after) INTO v_held, v_after
    FROM (
        SELECT p.room_id, CASE WHEN p.config = p_config THEN p.seq ELSE 0 END AS after
        FROM search_position p WHERE p.room_id = ANY (p_rooms)
        FOR UPDATE SKIP LOCKED) held;

    -- Only now: what the previous holders have indexed is known, and seen.
    SELECT array_agg(n.room_id) FILTER (WHERE n.before < p_limit), array_agg(n.after) FILTER (WHERE n.before < p_limit),
           array_agg(n.reached) FILTER (WHERE n.before < p_limit),
           array_agg(n.room_id) FILTER (WHERE n.before < p_limit AND n.changed),
           array_agg(n.room_id) FILTER (WHERE n.before >= p_limit OR n.events = p_limit)
    INTO v_rooms, v_from, v_reached, v_changed, v_more
    FROM (
        SELECT h.room_id, h.after, e.reached, e.changed, e.events,
               sum(e.events) OVER (ORDER BY h.room_id) - e.events AS before
        FROM unnest(v_held, v_after) AS h (room_id, after)
        CROSS JOIN LATERAL (
            SELECT max(b.seq) AS reached, count(*) AS events,
                   bool_or(b.type IN ('message.edited', 'message.deleted', 'history.truncated')) AS changed
            FROM (
                SELECT s.seq, s.type FROM stream_event s
                WHERE s.stream_id = h.room_id AND s.seq > h.after ORDER BY s.seq LIMIT p_limit) b) e
        WHERE e.events > 0) n;

    -- The present text of each message, which is never older than the event; the texts do not leave the database.
    INSERT INTO message_search (room_id, seq, document)
    SELECT e.stream_id, e.seq, search_document(CAST(p_config AS regconfig), coalesce(ms.text, e.data ->> 'text'))
    FROM unnest(v_rooms, v_from, v_reached) AS w (room_id, after, reached)
    CROSS JOIN LATERAL (
        SELECT k.* FROM stream_event k
        WHERE k.stream_id = w.room_id AND k.seq > w.after AND k.seq <= w.reached ORDER BY k.seq) e
    LEFT JOIN message_state ms ON ms.room_id = e.stream_id AND ms.message_id = e.event_id
    WHERE e.type = 'message.posted' AND e.data ->> 'text' IS NOT NULL
    ON CONFLICT (room_id, seq) DO UPDATE SET document = excluded.document;

    IF v_changed IS NOT NULL THEN
        UPDATE message_search s SET document = search_document(CAST(p_config AS regconfig), ms.text)
        FROM unnest(v_rooms, v_from, v_reached) AS w (room_id, after, reached)
        CROSS JOIN LATERAL (
            SELECT k.* FROM stream_event k
            WHERE k.stream_id = w.room_id AND k.seq > w.after AND k.seq <= w.reached ORDER BY k.seq) e
        JOIN message_state ms ON ms.room_id = e.stream_id AND ms.seq = CAST(e.data ->> 'seq' AS bigint)
        WHERE w.room_id = ANY (v_changed) AND e.type IN ('message.edited', 'message.deleted')
            AND ms.text IS NOT NULL AND s.room_id = ms.room_id AND s.seq = ms.seq;

        DELETE FROM message_search s
        USING unnest(v_rooms, v_from, v_reached) AS w (room_id, after, reached)
        CROSS JOIN LATERAL (
            SELECT k.* FROM stream_event k
            WHERE k.stream_id = w.room_id AND k.seq > w.after AND k.seq <= w.reached ORDER BY k.seq) e
        JOIN message_state ms ON ms.room_id = e.stream_id AND ms.seq = CAST(e.data ->> 'seq' AS bigint)
        WHERE w.room_id = ANY (v_changed) AND e.type IN ('message.edited', 'message.deleted')
            AND ms.deleted_at IS NOT NULL AND s.room_id = ms.room_id AND s.seq = ms.seq;

        DELETE FROM message_search s
        USING stream st
        WHERE st.id = ANY (v_changed) AND s.room_id = st.id AND s.seq < st.first_seq;
    END IF;

    UPDATE search_position p SET seq = w.reached, config = p_config
    FROM unnest(v_rooms, v_reached) AS w (room_id, reached)
    WHERE p.room_id = w.room_id;

    RETURN QUERY SELECT unnest(v_more);
END
$$;
