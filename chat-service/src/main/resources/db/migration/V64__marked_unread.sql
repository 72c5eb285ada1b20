-- What somebody has marked as unread stays so, whatever devices say again of what they had seen before.

ALTER TABLE read_marker ADD COLUMN held_to bigint;
COMMENT ON COLUMN read_marker.held_to IS
    'The top of the room when its user marked it as unread: having seen what is up to there is no news. Null for never';
