-- What nodes tell about themselves, every few seconds.
CREATE TABLE node_figures (
    node           text PRIMARY KEY,
    connections    integer     NOT NULL,
    -- of the connections that have ended since the node started
    ended          bigint      NOT NULL,
    ended_seconds  double precision NOT NULL,
    started_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL
);

-- How many messages a room has seen up to an event; counted further when somebody asks.
CREATE TABLE message_count (
    room_id  uuid PRIMARY KEY REFERENCES room (id) ON DELETE CASCADE,
    upto_seq bigint NOT NULL,
    messages bigint NOT NULL
);
