-- What people find wrong. The text of the message stays where it is, so that a deleted one is gone here too.
CREATE TABLE report (
    id          uuid PRIMARY KEY,
    room_id     uuid        NOT NULL REFERENCES room (id) ON DELETE CASCADE,
    message_id  uuid        NOT NULL,
    seq         bigint      NOT NULL,
    author_id   uuid        NOT NULL,
    author_name text        NOT NULL,
    reporter_id uuid        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    reason      text        NOT NULL,
    created_at  timestamptz NOT NULL,
    -- null while it is open
    resolution  text CHECK (resolution IN ('DISMISSED', 'MESSAGE_DELETED', 'USER_BANNED')),
    note        text,
    resolved_by uuid REFERENCES account (id) ON DELETE SET NULL,
    resolved_at timestamptz,
    CONSTRAINT report_once UNIQUE (message_id, reporter_id),
    CONSTRAINT report_resolved CHECK ((resolution IS NULL) = (resolved_at IS NULL))
);
CREATE INDEX report_by_room ON report (room_id, created_at DESC);
CREATE INDEX report_open ON report (created_at DESC) WHERE resolution IS NULL;
CREATE INDEX report_by_reporter ON report (reporter_id);
