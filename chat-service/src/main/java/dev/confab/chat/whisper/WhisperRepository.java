package dev.confab.chat.whisper;

import dev.confab.chat.personal.Person;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Whom one can whisper to, and what was whispered before. */
@ApplicationScoped
@Transactional
class WhisperRepository {

    /** Whoever may read the room now: the rules of {@code RoomAccess}, for many people at once. */
    private static final String READERS = """
            SELECT a.username_key, a.id, a.username FROM account a
            WHERE a.username_key = ANY (:keys) AND a.banned_at IS NULL
              AND (a.staff OR (
                    (:everybody OR EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = :room AND m.user_id = a.id))
                    AND NOT EXISTS (SELECT 1 FROM room_ban b WHERE b.room_id = :room AND b.user_id = a.id
                        AND (b.ends_at IS NULL OR b.ends_at > :now))))
            """;

    private static final String KEEP_ROOM = "SELECT id FROM room WHERE id = :room FOR KEY SHARE";

    private static final String REPEATED = """
            SELECT CAST(e.data AS text) AS data, e.created_at FROM stream_event e
            WHERE e.stream_id = :author AND e.actor_id = :author AND e.client_id = :clientId AND e.type = :type
            """;

    private final Session database;

    WhisperRepository(Session database) {
        this.database = database;
    }

    /** Those who may read the room, by the keys of their names. */
    Map<String, Person> readers(RoomRef room, Collection<String> keys, Instant now) {
        Map<String, Person> readers = new HashMap<>();
        database.createNativeQuery(READERS, Tuple.class)
                .setParameter("keys", keys.toArray(String[]::new))
                .setParameter("everybody", room.visibility() == Visibility.PUBLIC)
                .setParameter("room", room.id())
                .setParameter("now", now)
                .getResultStream()
                .forEach(row -> readers.put(
                        row.get(0, String.class), new Person(row.get(1, UUID.class), row.get(2, String.class))));
        return readers;
    }

    /** Whether the room is still there, and stays until the caller's transaction ends. */
    boolean keep(UUID room) {
        return database.createNativeQuery(KEEP_ROOM, UUID.class)
                .setParameter("room", room)
                .getResultStream()
                .findFirst()
                .isPresent();
    }

    /** The author's own copy of a whisper. */
    Optional<Stored> find(UUID author, String clientMessageId) {
        return database.createNativeQuery(REPEATED, Tuple.class)
                .setParameter("author", author)
                .setParameter("clientId", clientMessageId)
                .setParameter("type", WhisperContent.MESSAGE_WHISPERED)
                .getResultStream()
                .findFirst()
                .map(row -> new Stored(row.get("data", String.class), row.get("created_at", Instant.class)));
    }

    /** A whisper's payload as JSON, and when it was stored. */
    record Stored(String data, Instant time) {}
}
