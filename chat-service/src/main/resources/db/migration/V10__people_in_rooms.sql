-- Kinds of rooms, their settings, roles in every room, and bans.

ALTER TABLE room
    -- what members of public rooms and newcomers of private ones are unless somebody gave them a role
    ADD COLUMN default_role text NOT NULL DEFAULT 'MEMBER' CHECK (default_role IN ('MEMBER', 'READ_ONLY')),
    ADD COLUMN kind text NOT NULL DEFAULT 'CHANNEL' CHECK (kind IN ('CHANNEL', 'DIRECT', 'GROUP')),
    ADD COLUMN topic text,
    ADD COLUMN slow_mode_seconds integer NOT NULL DEFAULT 0 CHECK (slow_mode_seconds >= 0),
    ADD COLUMN banned_words text[] NOT NULL DEFAULT '{}',
    -- null: what is said is kept for ever
    ADD COLUMN retention_days integer CHECK (retention_days > 0),
    -- set while nobody may post
    ADD COLUMN closed_at timestamptz,
    -- the two people of a direct conversation, the smaller id first: exactly one room for each pair
    ADD COLUMN pair text COLLATE "C" CONSTRAINT room_pair_unique UNIQUE,
    ADD CONSTRAINT room_pair_of_direct CHECK ((pair IS NULL) = (kind <> 'DIRECT')),
    ADD CONSTRAINT room_conversations_are_private CHECK (kind = 'CHANNEL' OR visibility = 'PRIVATE');

CREATE INDEX room_with_retention ON room (id) WHERE retention_days IS NOT NULL;

ALTER TABLE room_member
    DROP CONSTRAINT room_member_role_check,
    ADD CONSTRAINT room_member_role_check CHECK (role IN ('OWNER', 'MODERATOR', 'MEMBER', 'READ_ONLY'));

-- Whoever created a public room owns it, also from before public rooms had roles.
INSERT INTO room_member (room_id, user_id, role, added_at)
SELECT id, created_by, 'OWNER', created_at FROM room WHERE visibility = 'PUBLIC' AND created_by IS NOT NULL
ON CONFLICT DO NOTHING;

CREATE TABLE room_ban (
    room_id uuid NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    banned_by uuid REFERENCES account (id) ON DELETE SET NULL,
    reason text,
    banned_at timestamptz NOT NULL,
    -- null: until it is lifted
    ends_at timestamptz,
    PRIMARY KEY (room_id, user_id)
);
CREATE INDEX room_ban_by_user ON room_ban (user_id);
CREATE INDEX room_ban_by_author ON room_ban (banned_by) WHERE banned_by IS NOT NULL;
