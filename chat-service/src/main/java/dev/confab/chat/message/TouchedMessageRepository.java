package dev.confab.chat.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hibernate.Session;

/**
 * The rows of messages with which something is done. A row is the lock of its message: all changes of one message follow
 * each other, in the order in which their events are in the log. Joins the caller's transaction, which locks the rows of a
 * room's messages in the order of their places, and the streams last.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class TouchedMessageRepository {

    private static final Pattern COMMA = Pattern.compile(",");

    private static final String TOUCH = """
            INSERT INTO message_state (room_id, message_id, seq, author_id)
            SELECT e.stream_id, e.event_id, e.seq, e.actor_id FROM stream_event e
            WHERE e.event_id = :message AND e.stream_id = :room AND e.type = :type AND e.actor_id IS NOT NULL
            ON CONFLICT DO NOTHING
            """;

    private static final String LOCK = """
            SELECT ms.message_id, ms.seq, ms.author_id, e.created_at, ms.text,
                CAST(array_to_json(ms.edits) AS text) AS edits, ms.deleted_at IS NOT NULL AS deleted,
                ms.pinned_at IS NOT NULL AS pinned, ms.replies, CAST(e.data AS text) AS data
            FROM message_state ms JOIN stream_event e ON e.stream_id = ms.room_id AND e.seq = ms.seq
            WHERE ms.room_id = :room AND ms.message_id = :message
            FOR NO KEY UPDATE OF ms
            """;

    private static final String FIND = """
            SELECT CAST(e.data AS text) FROM stream_event e
            WHERE e.event_id = :message AND e.stream_id = :room AND e.type = :type AND e.actor_id IS NOT NULL
            """;

    private final Session database;

    TouchedMessageRepository(Session database) {
        this.database = database;
    }

    /** The message, if it was posted in that room and its event is still kept. */
    public Optional<TouchedMessage> lock(UUID room, UUID messageId) {
        database.createNativeMutationQuery(TOUCH)
                .setParameter("room", room)
                .setParameter("message", messageId)
                .setParameter("type", MessageCodec.MESSAGE_POSTED)
                .executeUpdate();
        return database.createNativeQuery(LOCK, Tuple.class)
                .setParameter("room", room)
                .setParameter("message", messageId)
                .getResultStream()
                .findFirst()
                .map(TouchedMessageRepository::message);
    }

    /** What the log holds of a message, without a lock and without leaving a row behind. */
    public Optional<String> find(UUID room, UUID messageId) {
        return database.createNativeQuery(FIND, String.class)
                .setParameter("room", room)
                .setParameter("message", messageId)
                .setParameter("type", MessageCodec.MESSAGE_POSTED)
                .getResultStream()
                .findFirst();
    }

    private static TouchedMessage message(Tuple row) {
        return new TouchedMessage(
                row.get("message_id", UUID.class),
                row.get("seq", Long.class),
                row.get("author_id", UUID.class),
                row.get("created_at", Instant.class),
                row.get("text", String.class),
                numbers(row.get("edits", String.class)),
                row.get("deleted", Boolean.class),
                row.get("pinned", Boolean.class),
                row.get("replies", Integer.class),
                row.get("data", String.class));
    }

    /** {@code [1,2,3]}. */
    private static List<Long> numbers(String array) {
        String inner = array.substring(1, array.length() - 1);
        return inner.isEmpty()
                ? List.of()
                : COMMA.splitAsStream(inner).map(Long::valueOf).toList();
    }
}
