package dev.confab.chat.subscriber;

import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Finds who follows a room. */
@ApplicationScoped
@Transactional
class SubscriberRepository {

    private static final String FOLLOWERS = """
            SELECT f.user_id FROM (
                SELECT user_id FROM room_member WHERE room_id = :room
                UNION
                SELECT user_id FROM read_marker WHERE :everybody AND room_id = :room
            ) f
            WHERE f.user_id <> :author
              AND NOT EXISTS (SELECT 1 FROM room_mute m WHERE m.room_id = :room AND m.user_id = f.user_id
                  AND (m.ends_at IS NULL OR m.ends_at > :now))
              AND NOT EXISTS (SELECT 1 FROM room_ban b WHERE b.room_id = :room AND b.user_id = f.user_id
                  AND (b.ends_at IS NULL OR b.ends_at > :now))
            ORDER BY f.user_id
            """;

    private static final String MEMBERS =
            "SELECT count(*) FROM (SELECT 1 FROM room_member WHERE room_id = :room LIMIT :most) few";

    private final Session database;

    SubscriberRepository(Session database) {
        this.database = database;
    }

    /**
     * The members, and in public rooms also those who have ever read there; without the author, and without those who
     * have muted the room or are banned from it.
     */
    List<UUID> followers(RoomRef room, UUID author, Instant now) {
        return database.createNativeQuery(FOLLOWERS, UUID.class)
                .setParameter("room", room.id())
                .setParameter("everybody", room.visibility() == Visibility.PUBLIC)
                .setParameter("author", author)
                .setParameter("now", now)
                .getResultList();
    }

    /** How many members a room has, counted up to {@code most}. */
    long members(UUID room, int most) {
        return database.createNativeQuery(MEMBERS, Long.class)
                .setParameter("room", room)
                .setParameter("most", most)
                .getSingleResult();
    }
}
