package dev.confab.chat.pin;

import dev.confab.chat.message.MessageTarget;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;

/** Which messages are pinned. Joins the caller's transaction. */
@ApplicationScoped
@Transactional
class PinRepository {

    private static final String PIN =
            "UPDATE message_state SET pinned_at = :at WHERE room_id = :room AND message_id = :message";

    private static final String UNPIN =
            "UPDATE message_state SET pinned_at = NULL WHERE room_id = :room AND message_id = :message";

    private static final String PINNED = """
            SELECT ms.message_id FROM message_state ms
            WHERE ms.room_id = :room AND ms.pinned_at IS NOT NULL
            ORDER BY ms.pinned_at DESC, ms.seq DESC
            """;

    private final Session database;

    PinRepository(Session database) {
        this.database = database;
    }

    /** Keeps everybody else from pinning in that room until the transaction ends; before any row of a message. */
    void lock(UUID room) {
        database.createNativeQuery("SELECT id FROM room WHERE id = :id FOR NO KEY UPDATE", UUID.class)
                .setParameter("id", room)
                .getResultList();
    }

    /** The pinned messages of a room, the last one first. */
    List<UUID> pinned(UUID room) {
        return database.createNativeQuery(PINNED, UUID.class)
                .setParameter("room", room)
                .getResultList();
    }

    void pin(MessageTarget target, Instant at) {
        of(target, PIN).setParameter("at", at).executeUpdate();
    }

    void unpin(MessageTarget target) {
        of(target, UNPIN).executeUpdate();
    }

    private MutationQuery of(MessageTarget target, String statement) {
        return database.createNativeMutationQuery(statement)
                .setParameter("room", target.room().id())
                .setParameter("message", target.messageId());
    }
}
