package dev.confab.chat.mute;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Mutes in the database. */
@ApplicationScoped
@Transactional
class MuteRepository {

    private static final String MUTE = """
            INSERT INTO room_mute (user_id, room_id, ends_at) VALUES (:user, :room, :until)
            ON CONFLICT (user_id, room_id) DO UPDATE SET ends_at = excluded.ends_at
            WHERE room_mute.ends_at IS DISTINCT FROM excluded.ends_at
            """;

    private static final String UNMUTE = "DELETE FROM room_mute WHERE user_id = :user AND room_id = :room";

    private final Session database;

    MuteRepository(Session database) {
        this.database = database;
    }

    /** Whether that changed anything. */
    boolean mute(UUID user, UUID room, @Nullable Instant until) {
        return database.createNativeMutationQuery(MUTE)
                        .setParameter("user", user)
                        .setParameter("room", room)
                        .setParameter("until", until, Instant.class)
                        .executeUpdate()
                == 1;
    }

    boolean unmute(UUID user, UUID room) {
        return database.createNativeMutationQuery(UNMUTE)
                        .setParameter("user", user)
                        .setParameter("room", room)
                        .executeUpdate()
                == 1;
    }
}
