package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

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
        RoomPolicy policy = readAll(List.of(id), now).get(id);
        if (policy == null) {
            throw notFound();
        }
        return policy;
    }

    static ConfabException notFound() {
        return new ConfabException(ErrorCode.ROOM_NOT_FOUND, "There is no such room.");
    }

    /** The policies of those of the rooms that there are, for the price of one. */
    @Transactional
    Map<UUID, RoomPolicy> readAll(Collection<UUID> ids, Instant now) {
        Map<UUID, Map<UUID, MemberRole>> roles = roles(ids);
        Map<UUID, Map<UUID, Instant>> bans = bans(ids, now);
        return database.createQuery("FROM Room WHERE id IN :rooms", Room.class)
                .setParameter("rooms", ids)
                .getResultStream()
                .collect(Collectors.toMap(
                        Room::id,
                        room -> new RoomPolicy(
                                room.closedAt() != null,
                                Duration.ofSeconds(room.slowModeSeconds()),
                                new BannedWords(room.bannedWords()),
                                room.defaultRole(),
                                roles.getOrDefault(room.id(), Map.of()),
                                bans.getOrDefault(room.id(), Map.of()))));
    }

    /** By room and person, of those who are not what everybody is. */
    private Map<UUID, Map<UUID, MemberRole>> roles(Collection<UUID> rooms) {
        Map<UUID, Map<UUID, MemberRole>> roles = new HashMap<>();
        database.createQuery(
                        "SELECT m FROM RoomMember m JOIN Room r ON r.id = m.roomId"
                                + " WHERE m.roomId IN :rooms AND m.role <> r.defaultRole",
                        RoomMember.class)
                .setParameter("rooms", rooms)
                .getResultStream()
                .forEach(member -> roles.computeIfAbsent(member.roomId(), room -> new HashMap<>())
                        .put(member.userId(), member.role()));
        return roles;
    }

    private Map<UUID, Map<UUID, Instant>> bans(Collection<UUID> rooms, Instant now) {
        Map<UUID, Map<UUID, Instant>> bans = new HashMap<>();
        database.createQuery(
                        "SELECT roomId, userId, coalesce(endsAt, :never) FROM RoomBan"
                                + " WHERE roomId IN :rooms AND (endsAt IS NULL OR endsAt > :now)",
                        Tuple.class)
                .setParameter("rooms", rooms)
                .setParameter("now", now)
                .setParameter("never", Instant.parse("9999-12-31T00:00:00Z"))
                .getResultStream()
                .forEach(row -> bans.computeIfAbsent(row.get(0, UUID.class), room -> new HashMap<>())
                        .put(row.get(1, UUID.class), row.get(2, Instant.class)));
        return bans;
    }
}
