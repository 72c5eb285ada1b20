package dev.confab.chat.marker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;

/** Read markers in the database. */
@ApplicationScoped
@Transactional
class ReadMarkerRepository {

    private static final String ADVANCE = """
            INSERT INTO read_marker (user_id, room_id, seq, updated_at) VALUES (:user, :room, :seq, :now)
            ON CONFLICT (user_id, room_id) DO UPDATE SET seq = excluded.seq, updated_at = excluded.updated_at
            WHERE read_marker.seq < excluded.seq
            """;

    private final EntityManager database;

    ReadMarkerRepository(EntityManager database) {
        this.database = database;
    }

    /** Whether the marker was behind {@code seq} and is there now. Locks the marker until the transaction ends. */
    boolean advance(UUID user, UUID room, long seq, Instant now) {
        return database.createNativeQuery(ADVANCE)
                        .setParameter("user", user)
                        .setParameter("room", room)
                        .setParameter("seq", seq)
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }
}
