-- A room is one row here and one stream with the same id; what happens in it is in the stream's events.
CREATE TABLE room (
    id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL CONSTRAINT room_name_unique UNIQUE,
    -- the name in lower case as the service computes it, so that searching does not depend on the database's locale
    search_name text COLLATE "C" NOT NULL,
    visibility text NOT NULL CHECK (visibility IN ('PUBLIC', 'PRIVATE')),
    created_by uuid REFERENCES account (id) ON DELETE SET NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    -- Follows stream.last_at within about a second; an index on the stream itself would cost every message an index
    -- write. See RoomActivity.
    active_at timestamptz NOT NULL,
    CONSTRAINT room_name_length CHECK (char_length(name) BETWEEN 1 AND 100)
) WITH (fillfactor = 90);

-- The lobby, newest activity first: what everyone sees, and what staff sees.
CREATE INDEX room_public_by_activity ON room (active_at DESC, id DESC) WHERE visibility = 'PUBLIC';
CREATE INDEX room_by_activity ON room (active_at DESC, id DESC);

-- Only private rooms have members.
CREATE TABLE room_member (
    room_id uuid NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('OWNER', 'MEMBER')),
    added_at timestamptz NOT NULL,
    PRIMARY KEY (room_id, user_id)
);
CREATE INDEX room_member_by_user ON room_member (user_id, room_id);

-- How far each user has read each room. No row: nothing read yet.
CREATE TABLE read_marker (
    user_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    room_id uuid NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    seq bigint NOT NULL CHECK (seq > 0),
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, room_id)
);
