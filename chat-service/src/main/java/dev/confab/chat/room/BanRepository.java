package dev.confab.chat.room;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Bans from rooms in the database. */
@ApplicationScoped
@Transactional
class BanRepository implements PanacheRepositoryBase<RoomBan, RoomBan.Key> {

    private static final String PAGE = """
            SELECT a.id, a.username, b.reason, moderator.username AS by_name, b.banned_at, b.ends_at
            FROM room_ban b
                JOIN account a ON a.id = b.user_id
                LEFT JOIN account moderator ON moderator.id = b.banned_by
            WHERE b.room_id = :room AND (b.ends_at IS NULL OR b.ends_at > :now) AND a.username COLLATE "C" > :after
            ORDER BY a.username COLLATE "C" LIMIT :limit
            """;

    /** The ban of a user, which may have ended. */
    Optional<RoomBan> find(UUID room, UUID user) {
        return findByIdOptional(new RoomBan.Key(room, user));
    }

    /** The bans that hold at that time of people whose names come after {@code after}, by name, at most {@code limit}. */
    List<Ban> page(UUID room, Instant now, String after, int limit) {
        return getSession()
                .createNativeQuery(PAGE, Tuple.class)
                .setParameter("room", room)
                .setParameter("now", now)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultStream()
                .map(row -> new Ban(
                        row.get(0, UUID.class),
                        row.get(1, String.class),
                        row.get(2, String.class),
                        row.get(3, String.class),
                        row.get(4, Instant.class),
                        row.get(5, Instant.class)))
                .toList();
    }
}
