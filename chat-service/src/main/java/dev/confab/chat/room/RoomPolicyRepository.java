package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What decides about posting, in the database. */
@ApplicationScoped
class RoomPolicyRepository {

    private final EntityManager database;

    RoomPolicyRepository(EntityManager database) {
        this.database = database;
    }

    /** @throws ConfabException {@code room_not_found} */
    @Transactional
    RoomPolicy read(UUID id, Instant now) {
        Room room = database.find(Room.class, id);
        if (room == null) {
            throw new ConfabException(ErrorCode.ROOM_NOT_FOUND, "There is no such room.");
        }
        return new RoomPolicy(
                room.closedAt() != null,
                Duration.ofSeconds(room.slowModeSeconds()),
                new BannedWords(room.bannedWords()),
                room.defaultRole(),
                roles(id, room.defaultRole()),
                bans(id, now));
    }

    private Map<UUID, MemberRole> roles(UUID room, MemberRole usual) {
        Map<UUID, MemberRole> roles = new HashMap<>();
        database.createQuery("FROM RoomMember WHERE roomId = :room AND role <> :usual", RoomMember.class)
                .setParameter("room", room)
                .setParameter("usual", usual)
                .getResultStream()
                .forEach(member -> roles.put(member.userId(), member.role()));
        return roles;
    }

    private Map<UUID, Instant> bans(UUID room, Instant now) {
        Map<UUID, Instant> bans = new HashMap<>();
        database.createQuery(
                        "SELECT userId, coalesce(endsAt, :never) FROM RoomBan"
                                + " WHERE roomId = :room AND (endsAt IS NULL OR endsAt > :now)",
                        Tuple.class)
                .setParameter("room", room)
                .setParameter("now", now)
                .setParameter("never", Instant.parse("9999-12-31T00:00:00Z"))
                .getResultStream()
                .forEach(row -> bans.put(row.get(0, UUID.class), row.get(1, Instant.class)));
        return bans;
    }
}
