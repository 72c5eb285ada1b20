-- What is rare in a long log is found without reading through it.
CREATE INDEX stream_event_announcements ON stream_event (stream_id, seq) WHERE type = 'announcement.posted';
CREATE INDEX stream_event_whispers ON stream_event (stream_id, (data ->> 'roomId'), seq) WHERE type = 'message.whispered';
