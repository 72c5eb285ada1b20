-- Invitations into rooms: to one person, or by a link that anybody may use who has it.
CREATE TABLE invitation (
    id         uuid PRIMARY KEY,
    room_id    uuid        NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    invited_by uuid        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- null for a link
    user_id    uuid REFERENCES account (id) ON DELETE CASCADE,
    -- SHA-256 of the link's code in base64url; the code itself is stored nowhere
    code_hash  text COLLATE "C" CONSTRAINT invitation_code_unique UNIQUE,
    -- null for any number
    max_uses   integer CHECK (max_uses > 0),
    uses       integer     NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT invitation_person_or_link CHECK ((user_id IS NULL) = (code_hash IS NOT NULL)),
    CONSTRAINT invitation_once UNIQUE (room_id, user_id)
);
CREATE INDEX invitation_by_user ON invitation (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX invitation_by_author ON invitation (invited_by);
