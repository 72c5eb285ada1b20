-- What became of messages after they were posted. The log is the truth: every row follows from events of the room's stream
-- and is written in their transaction. A message that nobody touched has no row here.
CREATE TABLE message_state (
    room_id uuid NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    message_id uuid NOT NULL,
    seq bigint NOT NULL,
    author_id uuid NOT NULL,
    -- what the message says now; null: what it said when it was posted, or, when it is deleted, nothing
    text text,
    mentions jsonb,
    edited_at timestamptz(3),
    -- the places of its message.edited events, so that deleting it finds their texts
    edits bigint[] NOT NULL DEFAULT '{}',
    deleted_at timestamptz(3),
    pinned_at timestamptz(3),
    -- replies in the thread that begins with this message, without those that were deleted
    replies integer NOT NULL DEFAULT 0,
    last_reply_at timestamptz(3),
    PRIMARY KEY (room_id, message_id)
);
CREATE INDEX message_state_by_place ON message_state (room_id, seq);
CREATE INDEX message_state_pinned ON message_state (room_id, pinned_at) WHERE pinned_at IS NOT NULL;

-- Whoever changes reactions holds the row of the message. No key to account: what somebody has done in a room stays there
-- under the name of that time, like messages.
CREATE TABLE message_reaction (
    room_id uuid NOT NULL,
    message_id uuid NOT NULL,
    emoji text NOT NULL,
    user_id uuid NOT NULL,
    username text NOT NULL,
    ordinal bigint GENERATED ALWAYS AS IDENTITY (CACHE 1),
    PRIMARY KEY (room_id, message_id, emoji, user_id),
    FOREIGN KEY (room_id, message_id) REFERENCES message_state (room_id, message_id) ON DELETE CASCADE
);

-- Replies, by the message with which their thread begins. Whoever posts one holds the row of that message.
CREATE TABLE thread_reply (
    room_id uuid NOT NULL,
    root_id uuid NOT NULL,
    seq bigint NOT NULL,
    message_id uuid NOT NULL,
    author_id uuid NOT NULL,
    posted_at timestamptz(3) NOT NULL,
    deleted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (room_id, root_id, seq),
    FOREIGN KEY (room_id, root_id) REFERENCES message_state (room_id, message_id) ON DELETE CASCADE
);

-- Who follows a thread and how far they have read it. No key to account: replies must not wait for the deletion of one;
-- the deletion takes its rows along.
CREATE TABLE thread_follower (
    room_id uuid NOT NULL,
    root_id uuid NOT NULL,
    user_id uuid NOT NULL,
    -- null: somebody who has only read it
    followed boolean,
    read_seq bigint NOT NULL DEFAULT 0,
    since timestamptz(3) NOT NULL,
    PRIMARY KEY (room_id, root_id, user_id),
    FOREIGN KEY (room_id, root_id) REFERENCES message_state (room_id, message_id) ON DELETE CASCADE
);
CREATE INDEX thread_follower_by_user ON thread_follower (user_id) WHERE followed;
