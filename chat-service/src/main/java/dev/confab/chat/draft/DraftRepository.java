package dev.confab.chat.draft;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Drafts in the database. */
@ApplicationScoped
@Transactional
class DraftRepository {

    /** What is no thread's. */
    private static final UUID ROOM_ITSELF = new UUID(0, 0);

    private static final String COUNT = """
            SELECT count(*) FROM draft
            WHERE user_id = :user AND NOT (room_id = :room AND thread_id = :thread)
            """;

    private static final String SAVE = """
            INSERT INTO draft (user_id, room_id, thread_id, text, updated_at)
            VALUES (:user, :room, :thread, :text, :now)
            ON CONFLICT (user_id, room_id, thread_id) DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at
            WHERE draft.text <> excluded.text
            """;

    private static final String DELETE =
            "DELETE FROM draft WHERE user_id = :user AND room_id = :room AND thread_id = :thread";

    private static final String LIST = """
            SELECT r.name, r.id, d.thread_id, d.text, d.updated_at
            FROM draft d JOIN room r ON r.id = d.room_id
            WHERE d.user_id = :user AND (:staff OR r.visibility = 'PUBLIC'
                OR EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = r.id AND m.user_id = :user))
            ORDER BY d.updated_at DESC, r.id, d.thread_id
            """;

    private final Session database;

    DraftRepository(Session database) {
        this.database = database;
    }

    /** How many drafts the user has elsewhere. */
    long others(UUID user, UUID room, @Nullable UUID thread) {
        return database.createNativeQuery(COUNT, Long.class)
                .setParameter("user", user)
                .setParameter("room", room)
                .setParameter("thread", thread == null ? ROOM_ITSELF : thread)
                .getSingleResult();
    }

    /** Whether that changed anything. Locks the draft until the transaction ends. */
    boolean save(UUID user, UUID room, @Nullable UUID thread, String text, Instant now) {
        return database.createNativeMutationQuery(SAVE)
                        .setParameter("user", user)
                        .setParameter("room", room)
                        .setParameter("thread", thread == null ? ROOM_ITSELF : thread)
                        .setParameter("text", text)
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    boolean delete(UUID user, UUID room, @Nullable UUID thread) {
        return database.createNativeMutationQuery(DELETE)
                        .setParameter("user", user)
                        .setParameter("room", room)
                        .setParameter("thread", thread == null ? ROOM_ITSELF : thread)
                        .executeUpdate()
                == 1;
    }

    /** Those of rooms that the user may see, the newest first. */
    List<SavedDraft> list(UUID user, boolean staff) {
        return database.createNativeQuery(LIST, Tuple.class)
                .setParameter("user", user)
                .setParameter("staff", staff)
                .getResultStream()
                .map(row -> new SavedDraft(
                        row.get(0, String.class),
                        row.get(1, UUID.class),
                        thread(row.get(2, UUID.class)),
                        row.get(3, String.class),
                        row.get(4, Instant.class)))
                .toList();
    }

    private static @Nullable UUID thread(UUID stored) {
        return stored.equals(ROOM_ITSELF) ? null : stored;
    }
}
