package dev.confab.chat.receipt;

import dev.confab.chat.personal.Person;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Finds who has read a message, by the read markers. */
@ApplicationScoped
@Transactional
class ReceiptRepository {

    private static final String MESSAGE = """
            SELECT e.seq, e.actor_id FROM stream_event e
            WHERE e.stream_id = :room AND e.event_id = :id AND e.type = 'message.posted'
            """;

    private static final String MEMBERS =
            "SELECT count(*) FROM (SELECT 1 FROM room_member WHERE room_id = :room LIMIT :most) few";

    private static final String READERS = """
            SELECT a.id, a.username
            FROM read_marker marker
                JOIN room_member m ON m.room_id = marker.room_id AND m.user_id = marker.user_id
                JOIN account a ON a.id = marker.user_id
            WHERE marker.room_id = :room AND marker.seq >= :seq AND marker.user_id IS DISTINCT FROM :author
            ORDER BY a.username_key
            """;

    private final Session database;

    ReceiptRepository(Session database) {
        this.database = database;
    }

    Optional<Message> message(UUID room, UUID id) {
        return database.createNativeQuery(MESSAGE, Tuple.class)
                .setParameter("room", room)
                .setParameter("id", id)
                .getResultStream()
                .findFirst()
                .map(row -> new Message(row.get(0, Long.class), row.get(1, UUID.class)));
    }

    /** How many members the room has, counted up to {@code most}. */
    long members(UUID room, int most) {
        return database.createNativeQuery(MEMBERS, Long.class)
                .setParameter("room", room)
                .setParameter("most", most)
                .getSingleResult();
    }

    /** The members whose markers are at the message or behind it, by name, without its author. */
    List<Person> readers(UUID room, Message message) {
        return database.createNativeQuery(READERS, Tuple.class)
                .setParameter("room", room)
                .setParameter("seq", message.seq())
                .setParameter("author", message.authorId(), UUID.class)
                .getResultStream()
                .map(row -> new Person(row.get(0, UUID.class), row.get(1, String.class)))
                .toList();
    }

    /** A message's place and author. */
    record Message(long seq, @Nullable UUID authorId) {}
}
