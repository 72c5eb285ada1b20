-- Read markers that can go back, unread counters, mutes, drafts, scheduled messages and status.

-- 0: nothing is read, because somebody marked the room as unread from its first event on.
ALTER TABLE read_marker DROP CONSTRAINT read_marker_seq_check;
ALTER TABLE read_marker ADD CONSTRAINT read_marker_seq_check CHECK (seq >= 0);
CREATE INDEX read_marker_by_room ON read_marker (room_id);

-- The one definition of what is unread: messages of others after a place, neither deleted nor said in a thread. Counts
-- p_most at most. The settings keep the plan that walks the log from the marker on.
CREATE FUNCTION unread_messages(p_room uuid, p_user uuid, p_after bigint, p_most integer) RETURNS integer
    LANGUAGE sql STABLE
    SET enable_seqscan = off
    SET enable_bitmapscan = off
    SET jit = off
AS
$$
    SELECT count(*)::integer FROM (
        SELECT 1 FROM stream_event e
        WHERE e.stream_id = p_room AND e.seq > p_after AND e.type = 'message.posted'
          AND e.actor_id IS DISTINCT FROM p_user
          AND e.data -> 'deleted' IS NULL AND e.data -> 'thread' IS NULL
        ORDER BY e.seq LIMIT p_most) unread
$$;

-- Those of them, among the newest p_window events after the place, that name the user or the whole room.
CREATE FUNCTION unread_mentions(p_room uuid, p_user uuid, p_after bigint, p_window integer) RETURNS integer
    LANGUAGE sql STABLE
    SET enable_seqscan = off
    SET enable_bitmapscan = off
    SET jit = off
AS
$$
    SELECT count(*)::integer FROM (
        SELECT e.type, e.actor_id, e.data FROM stream_event e
        WHERE e.stream_id = p_room AND e.seq > p_after
        ORDER BY e.seq DESC LIMIT p_window) newest
    WHERE newest.type = 'message.posted' AND newest.actor_id IS DISTINCT FROM p_user
      AND newest.data -> 'deleted' IS NULL AND newest.data -> 'thread' IS NULL
      AND (newest.data -> 'mentions' @> jsonb_build_array(jsonb_build_object('id', p_user::text))
           OR newest.data -> 'mentionsRoom' = 'true'::jsonb)
$$;

-- Rooms of which somebody does not want to be notified; what names the person is told all the same.
CREATE TABLE room_mute (
    user_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    room_id uuid NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    -- null: until it is lifted
    ends_at timestamptz,
    PRIMARY KEY (user_id, room_id)
);
CREATE INDEX room_mute_by_room ON room_mute (room_id);

-- What somebody has begun to write, one text for each room and thread.
CREATE TABLE draft (
    user_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    room_id uuid NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    -- the message at the root of the thread; all zeros for the room itself
    thread_id uuid NOT NULL,
    text text NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    PRIMARY KEY (user_id, room_id, thread_id)
);
CREATE INDEX draft_by_room ON draft (room_id);

-- Messages to be posted later. The row is gone when the message is posted.
CREATE TABLE scheduled_message (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    room_id uuid NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    text text NOT NULL,
    reply_to text,
    thread_id text,
    send_at timestamptz(3) NOT NULL,
    -- Rises with every new time: the task of an older one finds another number here and does nothing.
    version integer NOT NULL,
    state text NOT NULL CHECK (state IN ('PENDING', 'SENDING', 'FAILED')),
    error_code text,
    error_message text,
    created_at timestamptz(3) NOT NULL,
    CHECK ((state = 'FAILED') = (error_code IS NOT NULL))
);
CREATE INDEX scheduled_message_by_user ON scheduled_message (user_id, send_at, id);
CREATE INDEX scheduled_message_by_room ON scheduled_message (room_id);

-- What somebody tells of themselves: on holiday, in a meeting.
CREATE TABLE user_status (
    user_id uuid PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    text text NOT NULL,
    emoji text,
    -- null: until it is changed
    ends_at timestamptz
);
