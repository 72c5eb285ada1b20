package dev.confab.chat.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Messages in the log, found by their ids. */
@ApplicationScoped
public class StoredMessageRepository {

    private static final String FIND = """
            SELECT e.stream_id, e.seq, e.event_id, e.created_at, e.actor_id, e.actor_name, e.client_id,
                CAST(e.data AS text) AS data
            FROM stream_event e
            WHERE e.event_id = ANY (:messages) AND e.type = :type AND e.actor_id IS NOT NULL
            ORDER BY e.stream_id, e.seq
            """;

    private final Session database;

    StoredMessageRepository(Session database) {
        this.database = database;
    }

    /** Those that there are, by room and place. The caller sees to it that the reader may read these rooms. */
    @Transactional
    public List<StoredMessage> find(Collection<UUID> messages) {
        if (messages.isEmpty()) {
            return List.of();
        }
        return database.createNativeQuery(FIND, Tuple.class)
                .setParameter("messages", messages.toArray(UUID[]::new))
                .setParameter("type", MessageCodec.MESSAGE_POSTED)
                .getResultStream()
                .map(row -> new StoredMessage(
                        row.get("stream_id", UUID.class),
                        row.get("seq", Long.class),
                        row.get("event_id", UUID.class),
                        row.get("created_at", Instant.class),
                        row.get("actor_id", UUID.class),
                        row.get("actor_name", String.class),
                        row.get("client_id", String.class),
                        row.get("data", String.class)))
                .toList();
    }
}
