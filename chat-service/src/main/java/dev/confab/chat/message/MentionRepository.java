package dev.confab.chat.message;

import dev.confab.chat.message.MessageContent.Person;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;

/** Finds the people behind names. Joins the caller's transaction. */
@ApplicationScoped
class MentionRepository {

    /** The author is found as well: a place that means the author must not be taken for somebody of a shorter name. */
    private static final String FIND = """
            SELECT a.id, a.username, a.username_key FROM account a
            WHERE a.username_key = ANY (:keys)
              AND (:everybody OR a.id = :author
                   OR EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = :room AND m.user_id = a.id))
            """;

    private final Session database;

    MentionRepository(Session database) {
        this.database = database;
    }

    /** Those who have an account and, where the room is private, are its members; by the keys of their names. */
    Map<String, Person> find(Set<String> keys, RoomRef room, UUID author) {
        Map<String, Person> people = new HashMap<>();
        database.createNativeQuery(FIND, Tuple.class)
                .setParameter("keys", keys.toArray(String[]::new))
                .setParameter("everybody", room.visibility() == Visibility.PUBLIC)
                .setParameter("author", author)
                .setParameter("room", room.id())
                .getResultStream()
                .forEach(row -> people.put(
                        row.get(2, String.class), new Person(row.get(0, UUID.class), row.get(1, String.class))));
        return people;
    }
}
