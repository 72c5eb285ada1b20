package dev.confab.chat.room;

import dev.confab.common.database.LongStatement;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rooms in the database. */
@ApplicationScoped
@Transactional
class RoomRepository implements PanacheRepositoryBase<Room, UUID> {

    private static final String INSERT = """
            INSERT INTO room (id, name, search_name, visibility, kind, pair, created_by, created_at, updated_at, active_at)
            VALUES (:id, :name, :searchName, :visibility, :kind, :pair, :createdBy, :createdAt, :updatedAt, :activeAt)
            ON CONFLICT DO NOTHING
            """;

    private static final String STANDING = """
            SELECT new dev.confab.chat.room.StandingRow(
                r.id, r.name, r.visibility, r.kind, r.defaultRole, r.closedAt, m.role,
                CASE WHEN b.userId IS NULL THEN false ELSE true END)
            FROM Room r
                LEFT JOIN RoomMember m ON m.roomId = r.id AND m.userId = :user
                LEFT JOIN RoomBan b ON b.roomId = r.id AND b.userId = :user AND (b.endsAt IS NULL OR b.endsAt > :now)
            WHERE r.name = :name
            """;

    private static final String STANDINGS = """
            SELECT asked.user_id, r.id, r.name, r.visibility, r.kind, r.default_role, r.closed_at, m.role,
                EXISTS (SELECT 1 FROM room_ban b WHERE b.room_id = r.id AND b.user_id = asked.user_id
                    AND (b.ends_at IS NULL OR b.ends_at > :now)) AS banned
            FROM unnest(CAST(:users AS uuid[]), CAST(:names AS text[])) AS asked (user_id, name)
            JOIN room r ON r.name = asked.name
            LEFT JOIN room_member m ON m.room_id = r.id AND m.user_id = asked.user_id
            """;

    private static final String REFUSED = """
            SELECT visit.room_id, visit.user_id, visit.banned FROM (
                SELECT asked.room_id, asked.user_id, r.visibility,
                    EXISTS (SELECT 1 FROM room_ban b WHERE b.room_id = r.id AND b.user_id = asked.user_id
                        AND (b.ends_at IS NULL OR b.ends_at > :now)) AS banned
                FROM unnest(CAST(:rooms AS uuid[]), CAST(:users AS uuid[])) AS asked (room_id, user_id)
                JOIN room r ON r.id = asked.room_id) visit
            WHERE visit.banned OR visit.visibility = 'PRIVATE' AND NOT EXISTS (
                SELECT 1 FROM room_member m WHERE m.room_id = visit.room_id AND m.user_id = visit.user_id)
            """;

    /**
     * The rows are locked in the order of their ids, so that two nodes that move the same rooms wait for each other
     * and never deadlock; and not against the foreign keys of those who write read markers meanwhile.
     */
    private static final String MOVE = """
            WITH moved AS (
                SELECT r.id, s.last_at FROM room r JOIN stream s ON s.id = r.id
                WHERE s.last_at > r.active_at %s
                ORDER BY r.id FOR NO KEY UPDATE OF r)
            UPDATE room SET active_at = moved.last_at FROM moved
            WHERE room.id = moved.id AND moved.last_at > room.active_at
            """;

    private static final String MOVE_THESE = MOVE.formatted("AND r.id = ANY (:ids)");

    private static final String MOVE_ALL = MOVE.formatted("");

    /** Deletes a room with its members and what became of its messages, which takes as long as there are any. */
    void delete(UUID id) {
        getSession().doWork(LongStatement::expectOn);
        deleteById(id);
        flush();
    }

    /**
     * Stores a new room; false when its name, or its pair of people, is taken, also by a room that somebody creates at
     * the same time.
     */
    boolean insertIfAbsent(Room room) {
        return getSession()
                        .createNativeMutationQuery(INSERT)
                        .setParameter("id", room.id())
                        .setParameter("name", room.name())
                        .setParameter("searchName", room.searchName())
                        .setParameter("visibility", room.visibility().name())
                        .setParameter("kind", room.kind().name())
                        .setParameter("pair", room.pair(), String.class)
                        .setParameter("createdBy", room.createdBy())
                        .setParameter("createdAt", room.createdAt())
                        .setParameter("updatedAt", room.updatedAt())
                        .setParameter("activeAt", room.activeAt())
                        .executeUpdate()
                == 1;
    }

    /** The conversation of two people. */
    Optional<Room> findPair(String pair) {
        return find("pair", pair).firstResultOptional();
    }

    Optional<StandingRow> standing(RoomName name, UUID user, Instant now) {
        return getEntityManager()
                .createQuery(STANDING, StandingRow.class)
                .setParameter("name", name.value())
                .setParameter("user", user)
                .setParameter("now", now)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** What many users are in those of the rooms that exist, in one query. */
    Map<StandingQuestion, StandingRow> standings(Collection<StandingQuestion> questions, Instant now) {
        Map<StandingQuestion, StandingRow> standings = new HashMap<>();
        getSession()
                .createNativeQuery(STANDINGS, Tuple.class)
                .setParameter(
                        "users",
                        questions.stream().map(StandingQuestion::userId).toArray(UUID[]::new))
                .setParameter(
                        "names", questions.stream().map(StandingQuestion::room).toArray(String[]::new))
                .setParameter("now", now)
                .getResultList()
                .forEach(row -> {
                    StandingRow standing = standing(row);
                    standings.put(new StandingQuestion(row.get("user_id", UUID.class), standing.name()), standing);
                });
        return standings;
    }

    private static StandingRow standing(Tuple row) {
        String membership = row.get("role", String.class);
        return new StandingRow(
                row.get("id", UUID.class),
                row.get("name", String.class),
                Visibility.valueOf(row.get("visibility", String.class)),
                RoomKind.valueOf(row.get("kind", String.class)),
                MemberRole.valueOf(row.get("default_role", String.class)),
                row.get("closed_at", Instant.class),
                membership == null ? null : MemberRole.valueOf(membership),
                row.get("banned", Boolean.class));
    }

    /** Of people who are in rooms those who may not be there, and why. */
    Map<RoomVisit, RoomAccess.Refusal> refused(List<RoomVisit> visits, Instant now) {
        Map<RoomVisit, RoomAccess.Refusal> refused = new HashMap<>();
        getSession()
                .createNativeQuery(REFUSED, Tuple.class)
                .setParameter("rooms", visits.stream().map(RoomVisit::roomId).toArray(UUID[]::new))
                .setParameter("users", visits.stream().map(RoomVisit::userId).toArray(UUID[]::new))
                .setParameter("now", now)
                .getResultStream()
                .forEach(row -> refused.put(
                        new RoomVisit(row.get(0, UUID.class), row.get(1, UUID.class)),
                        row.get(2, Boolean.class) ? RoomAccess.Refusal.BANNED : RoomAccess.Refusal.NO_MEMBER));
        return refused;
    }

    /** Keeps everybody else from changing the room's members until the caller's transaction ends. */
    void lockMembership(UUID room) {
        getEntityManager()
                .createNativeQuery("SELECT id FROM room WHERE id = :id FOR NO KEY UPDATE", UUID.class)
                .setParameter("id", room)
                .getResultList();
    }

    /** Notes that something about the room or its members changed. */
    void changed(UUID room, Instant now) {
        update("updatedAt = ?1, activeAt = greatest(activeAt, ?1) where id = ?2", now, room);
    }

    /** Gives these rooms the place in the lobby that the last event of their streams earned them. */
    int moveToActivity(Collection<UUID> rooms) {
        commitWithoutFlush();
        return getEntityManager()
                .createNativeQuery(MOVE_THESE)
                .setParameter("ids", rooms.toArray(UUID[]::new))
                .executeUpdate();
    }

    /** Does so for every room that is not where it should be. Reads all rooms: about 0.1 s for 100,000. */
    int moveAllToActivity() {
        commitWithoutFlush();
        return getEntityManager().createNativeQuery(MOVE_ALL).executeUpdate();
    }

    /** What is lost here in a crash of the database is found again by the next sweep. */
    private void commitWithoutFlush() {
        getEntityManager()
                .createNativeQuery("SELECT set_config('synchronous_commit', 'off', true)", String.class)
                .getSingleResult();
    }
}
