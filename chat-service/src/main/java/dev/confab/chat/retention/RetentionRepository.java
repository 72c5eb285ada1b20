package dev.confab.chat.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Which rooms forget, in the database. */
@ApplicationScoped
@Transactional
class RetentionRepository {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String ROOMS = """
            SELECT id FROM room WHERE retention_days IS NOT NULL AND id > :after ORDER BY id LIMIT :limit
            """;

    private static final String LOCK = """
            SELECT retention_days FROM room WHERE id = :room AND retention_days IS NOT NULL
            FOR NO KEY UPDATE SKIP LOCKED
            """;

    private final Session database;

    RetentionRepository(Session database) {
        this.database = database;
    }

    /** The next rooms that forget, in the order of their ids. */
    List<UUID> roomsAfter(Optional<UUID> after, int limit) {
        return database.createNativeQuery(ROOMS, UUID.class)
                .setParameter("after", after.orElse(BEFORE_ALL))
                .setParameter("limit", limit)
                .getResultList();
    }

    /** The days for which a room keeps what is said, which stay so until the transaction ends; empty if somebody works on it. */
    Optional<Integer> lock(UUID room) {
        return database.createNativeQuery(LOCK, Integer.class)
                .setParameter("room", room)
                .getResultStream()
                .findFirst();
    }
}
