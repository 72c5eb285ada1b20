package dev.confab.chat.status;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;

/** Status in the database. */
@ApplicationScoped
@Transactional
class StatusRepository {

    private static final String SET = """
            INSERT INTO user_status (user_id, text, emoji, ends_at) VALUES (:user, :text, :emoji, :until)
            ON CONFLICT (user_id) DO UPDATE
            SET text = excluded.text, emoji = excluded.emoji, ends_at = excluded.ends_at
            """;

    private static final String FIND = """
            SELECT user_id, text, emoji, ends_at FROM user_status
            WHERE user_id = ANY (:users) AND (ends_at IS NULL OR ends_at > :now)
            """;

    private final Session database;

    StatusRepository(Session database) {
        this.database = database;
    }

    void set(UUID user, UserStatus status) {
        database.createNativeMutationQuery(SET)
                .setParameter("user", user)
                .setParameter("text", status.text())
                .setParameter("emoji", status.emoji(), String.class)
                .setParameter("until", status.until(), Instant.class)
                .executeUpdate();
    }

    void clear(UUID user) {
        database.createNativeMutationQuery("DELETE FROM user_status WHERE user_id = :user")
                .setParameter("user", user)
                .executeUpdate();
    }

    /** What each of them tells now; who tells nothing is absent. */
    Map<UUID, UserStatus> find(Collection<UUID> users, Instant now) {
        Map<UUID, UserStatus> found = new HashMap<>();
        database.createNativeQuery(FIND, Tuple.class)
                .setParameter("users", users.toArray(UUID[]::new))
                .setParameter("now", now)
                .getResultStream()
                .forEach(row -> found.put(
                        row.get(0, UUID.class),
                        new UserStatus(row.get(1, String.class), row.get(2, String.class), row.get(3, Instant.class))));
        return found;
    }
}
