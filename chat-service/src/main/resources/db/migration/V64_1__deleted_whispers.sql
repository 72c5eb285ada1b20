-- Whispers are deleted with their room, and when it has kept them for as long as it keeps what is said.

CREATE TABLE whisper_deletion (room_id uuid PRIMARY KEY);
COMMENT ON TABLE whisper_deletion IS 'Rooms that were deleted and whose whispers are still to be';

CREATE INDEX stream_event_whispers_by_room ON stream_event ((data ->> 'roomId'), created_at)
    WHERE type = 'message.whispered' AND data -> 'deleted' IS NULL;

-- Those that have outlived their room.
INSERT INTO whisper_deletion (room_id)
SELECT DISTINCT CAST(e.data ->> 'roomId' AS uuid) FROM stream_event e
WHERE e.type = 'message.whispered' AND e.data -> 'deleted' IS NULL
    AND NOT EXISTS (SELECT 1 FROM room r WHERE r.id = CAST(e.data ->> 'roomId' AS uuid));
