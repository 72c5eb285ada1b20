-- Files that people upload. What a row describes lies in the storage under keys that its id gives.
CREATE TABLE attachment (
    id uuid PRIMARY KEY,
    room_id uuid NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    owner_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    name text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    content_type text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('FILE', 'IMAGE')),
    state text NOT NULL CHECK (state IN ('PROCESSING', 'READY', 'FAILED')),
    width integer,
    height integer,
    -- JSON: what has been made of an image, by name
    variants text,
    error text,
    uploaded_at timestamptz NOT NULL,
    -- the message that it was sent with: an event of the room's stream
    message_id uuid,
    seq bigint,
    CONSTRAINT attachment_sent CHECK ((message_id IS NULL) = (seq IS NULL)),
    CONSTRAINT attachment_variants CHECK (kind = 'IMAGE' OR variants IS NULL)
) WITH (fillfactor = 80);

CREATE INDEX attachment_by_message ON attachment (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX attachment_by_room ON attachment (room_id, seq);
CREATE INDEX attachment_by_owner ON attachment (owner_id);
CREATE INDEX attachment_unsent ON attachment (uploaded_at) WHERE message_id IS NULL;
CREATE INDEX attachment_processing ON attachment (uploaded_at) WHERE state = 'PROCESSING';

-- When the whole storage was last compared with the rows: whoever moves it does it, for all nodes.
CREATE TABLE attachment_sweep (
    compared_at timestamptz NOT NULL
);
INSERT INTO attachment_sweep VALUES ('1970-01-01 00:00:00Z');
