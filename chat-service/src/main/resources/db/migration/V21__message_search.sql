-- The index of what was said. It follows the log in the background: how far, stands beside it and is stored together with
-- it, so a crash loses nothing and repeats nothing.
CREATE TABLE search_position (
    room_id uuid PRIMARY KEY REFERENCES room (id) ON DELETE CASCADE,
    seq bigint NOT NULL DEFAULT 0,
    -- the text search configuration with which the room was indexed; with another one it begins anew
    config text NOT NULL
);

-- No key to room: who indexes a room holds its position, and must not wait for somebody who deletes the room and waits for
-- the position.
CREATE TABLE message_search (
    room_id uuid NOT NULL REFERENCES search_position (room_id) ON DELETE CASCADE,
    seq bigint NOT NULL,
    document tsvector NOT NULL,
    PRIMARY KEY (room_id, seq)
);
CREATE INDEX message_search_document ON message_search USING gin (document);

-- The words of a message. What looks like HTML is no less said than the rest, so nothing may be taken for a tag.
CREATE FUNCTION search_document(p_config regconfig, p_text text) RETURNS tsvector
    LANGUAGE sql STABLE
    RETURN to_tsvector(p_config, translate(p_text, '<', ' '));

-- What people write into search fields: words, "phrases", OR, -without. A last word that goes on is the beginning of one.
CREATE FUNCTION search_query(p_config regconfig, p_text text) RETURNS tsquery
    LANGUAGE sql STABLE
    RETURN CASE
        WHEN p_text ~ '[[:alnum:]]$' AND CAST(websearch_to_tsquery(p_config, p_text) AS text) LIKE '%'''
        THEN CAST(CAST(websearch_to_tsquery(p_config, p_text) AS text) || ':*' AS tsquery)
        ELSE websearch_to_tsquery(p_config, p_text)
    END;
