package dev.confab.chat.message;

import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Finds messages by their ids. Joins the caller's transaction. */
@ApplicationScoped
class QuotedMessageRepository {

    private static final String FIND = """
            SELECT e.seq, e.actor_id, e.actor_name, coalesce(ms.text, e.data ->> 'text',
                    (SELECT string_agg(f ->> 'name', ', ') FROM jsonb_array_elements(e.data -> 'attachments') f)) AS said,
                a.id IS NOT NULL AND (:everybody OR a.staff
                    OR EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = :room AND m.user_id = a.id)) AS reads
            FROM stream_event e LEFT JOIN account a ON a.id = e.actor_id
            LEFT JOIN message_state ms ON ms.room_id = e.stream_id AND ms.message_id = e.event_id
            WHERE e.event_id = :message AND e.stream_id = :room AND e.type = :type AND e.actor_id IS NOT NULL
                AND e.data -> 'deleted' IS NULL
            """;

    private final Session database;

    QuotedMessageRepository(Session database) {
        this.database = database;
    }

    /** The message of that id, if it was posted in that room and is not deleted. */
    Optional<Quoted> find(UUID messageId, RoomRef room) {
        return database.createNativeQuery(FIND, Tuple.class)
                .setParameter("everybody", room.visibility() == Visibility.PUBLIC)
                .setParameter("room", room.id())
                .setParameter("message", messageId)
                .setParameter("type", MessageCodec.MESSAGE_POSTED)
                .getResultStream()
                .findFirst()
                .map(row -> new Quoted(
                        row.get(0, Long.class),
                        row.get(1, UUID.class),
                        row.get(2, String.class),
                        row.get(3, String.class),
                        row.get(4, Boolean.class)));
    }

    /**
     * A message that somebody answers.
     *
     * @param text         what it says now
     * @param authorMayRead whether its author still has an account that sees the room
     */
    record Quoted(long seq, UUID authorId, String authorName, String text, boolean authorMayRead) {}
}
