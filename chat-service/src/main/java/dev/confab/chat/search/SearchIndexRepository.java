package dev.confab.chat.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;

/**
 * The index in the database. Who works at a room holds its position, so that nodes never do the same twice; the texts do
 * not leave the database. What is read is the present text of each message, which is never older than the event.
 */
@ApplicationScoped
class SearchIndexRepository {

    private static final String BEGIN = """
            INSERT INTO search_position (room_id, config) SELECT r.id, :config FROM room r WHERE r.id = :room
            ON CONFLICT DO NOTHING
            """;

    private static final String POSITION = """
            SELECT CASE WHEN p.config = :config THEN p.seq ELSE 0 END FROM search_position p
            WHERE p.room_id = :room FOR UPDATE SKIP LOCKED
            """;

    private static final String NEXT = """
            SELECT coalesce(max(e.seq), 0) AS reached,
                coalesce(bool_or(e.type IN ('message.edited', 'message.deleted', 'history.truncated')), false) AS changed
            FROM (
                SELECT b.seq, b.type FROM stream_event b
                WHERE b.stream_id = :room AND b.seq > :after ORDER BY b.seq LIMIT :limit) e
            """;

    private static final String ADD = """
            INSERT INTO message_search (room_id, seq, document)
            SELECT e.stream_id, e.seq, search_document(CAST(:config AS regconfig), coalesce(ms.text, e.data ->> 'text'))
            FROM stream_event e
            LEFT JOIN message_state ms ON ms.room_id = e.stream_id AND ms.message_id = e.event_id
            WHERE e.stream_id = :room AND e.seq > :after AND e.seq <= :reached
                AND e.type = 'message.posted' AND e.data ->> 'text' IS NOT NULL
            ON CONFLICT (room_id, seq) DO UPDATE SET document = excluded.document
            """;

    private static final String CHANGED = """
            SELECT CAST(e.data ->> 'seq' AS bigint) FROM stream_event e
            WHERE e.stream_id = :room AND e.seq > :after AND e.seq <= :reached
                AND e.type IN ('message.edited', 'message.deleted')
            """;

    private static final String EDIT = """
            UPDATE message_search s SET document = search_document(CAST(:config AS regconfig), ms.text)
            FROM message_state ms
            WHERE s.room_id = :room AND s.seq IN (%s)
                AND ms.room_id = s.room_id AND ms.seq = s.seq AND ms.text IS NOT NULL
            """.formatted(CHANGED);

    private static final String REMOVE = """
            DELETE FROM message_search s
            WHERE s.room_id = :room AND (
                s.seq < (SELECT st.first_seq FROM stream st WHERE st.id = s.room_id)
                OR s.seq IN (
                    SELECT ms.seq FROM message_state ms
                    WHERE ms.room_id = :room AND ms.deleted_at IS NOT NULL AND ms.seq IN (%s)))
            """.formatted(CHANGED);

    private static final String ADVANCE =
            "UPDATE search_position SET seq = :reached, config = :config WHERE room_id = :room";

    private static final String BEHIND = """
            SELECT s.id FROM stream s JOIN room r ON r.id = s.id LEFT JOIN search_position p ON p.room_id = s.id
            WHERE p.seq IS NULL OR p.seq < s.last_seq OR p.config <> :config
            LIMIT :limit
            """;

    private final Session database;

    SearchIndexRepository(Session database) {
        this.database = database;
    }

    /**
     * Indexes the next events of a room, at most {@code limit}, in one transaction.
     *
     * @return whether there may be more; false also where another node is at work, or the room is gone
     */
    @Transactional
    boolean index(UUID room, String config, int limit) {
        // What is lost in a crash of the database is indexed again, together with its position.
        database.createNativeQuery("SELECT set_config('synchronous_commit', 'off', true)", String.class)
                .getSingleResult();
        database.createNativeMutationQuery(BEGIN)
                .setParameter("room", room)
                .setParameter("config", config)
                .executeUpdate();
        Optional<Long> position = database.createNativeQuery(POSITION, Long.class)
                .setParameter("room", room)
                .setParameter("config", config)
                .getResultStream()
                .findFirst();
        return position.isPresent() && indexAfter(room, position.get(), config, limit);
    }

    private boolean indexAfter(UUID room, long after, String config, int limit) {
        Tuple next = database.createNativeQuery(NEXT, Tuple.class)
                .setParameter("room", room)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getSingleResult();
        long reached = next.get("reached", Long.class);
        if (reached == 0) {
            return false;
        }
        range(ADD, room, after, reached).setParameter("config", config).executeUpdate();
        if (next.get("changed", Boolean.class)) {
            range(EDIT, room, after, reached).setParameter("config", config).executeUpdate();
            range(REMOVE, room, after, reached).executeUpdate();
        }
        database.createNativeMutationQuery(ADVANCE)
                .setParameter("room", room)
                .setParameter("reached", reached)
                .setParameter("config", config)
                .executeUpdate();
        return reached - after >= limit;
    }

    private MutationQuery range(String statement, UUID room, long after, long reached) {
        return database.createNativeMutationQuery(statement)
                .setParameter("room", room)
                .setParameter("after", after)
                .setParameter("reached", reached);
    }

    /** Rooms in which something is not indexed, at most {@code limit}. Reads all rooms. */
    @Transactional
    List<UUID> behind(String config, int limit) {
        return database.createNativeQuery(BEHIND, UUID.class)
                .setParameter("config", config)
                .setParameter("limit", limit)
                .getResultList();
    }
}
