package dev.confab.chat.marker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;
import org.hibernate.query.NativeQuery;

/**
 * Read markers in the database, and what lies behind them. How much is unread is counted from the log itself whenever
 * somebody asks, by one function of the database, so there is no counter that could drift.
 */
@ApplicationScoped
@Transactional
class ReadMarkerRepository {

    private static final int MAX_UNREAD = 100;
    private static final int MENTION_WINDOW = 1000;

    private static final String ADVANCE = """
            INSERT INTO read_marker (user_id, room_id, seq, updated_at) VALUES (:user, :room, :seq, :now)
            ON CONFLICT (user_id, room_id) DO UPDATE SET seq = excluded.seq, updated_at = excluded.updated_at
            WHERE read_marker.seq < excluded.seq
            """;

    private static final String HOLD = """
            INSERT INTO read_marker (user_id, room_id, seq, held_to, updated_at) VALUES (:user, :room, :seq, :top, :now)
            ON CONFLICT (user_id, room_id) DO UPDATE
            SET seq = excluded.seq, held_to = excluded.held_to, updated_at = excluded.updated_at
            WHERE (read_marker.seq, read_marker.held_to) IS DISTINCT FROM (excluded.seq, excluded.held_to)
            """;

    /** In one order everywhere, so that two nodes never wait for each other. {@code greatest} passes over nulls. */
    private static final String ADVANCE_ALL = """
            INSERT INTO read_marker (user_id, room_id, seq, updated_at)
            SELECT wanted.user_id, wanted.room_id, wanted.seq, :now
            FROM unnest(:users, :rooms, :seqs) AS wanted (user_id, room_id, seq)
                JOIN room ON room.id = wanted.room_id
                JOIN account ON account.id = wanted.user_id
            ORDER BY wanted.user_id, wanted.room_id
            ON CONFLICT (user_id, room_id) DO UPDATE SET seq = excluded.seq, updated_at = excluded.updated_at
            WHERE greatest(read_marker.seq, read_marker.held_to) < excluded.seq
            RETURNING user_id, room_id
            """;

    /** One statement sees one state of the log: each number belongs to exactly the top beside it. */
    private static final String BEHIND = """
            SELECT wanted.user_id, wanted.room_id, s.last_seq,
                unread_messages(wanted.room_id, wanted.user_id, wanted.seq, :most) AS unread
            FROM unnest(:users, :rooms, :seqs) AS wanted (user_id, room_id, seq)
                JOIN stream s ON s.id = wanted.room_id
            """;

    private static final String ALL_BEHIND = """
            SELECT r.id, r.name, coalesce(marker.seq, 0) AS seq, s.last_seq,
                unread_messages(r.id, :user, coalesce(marker.seq, 0), :most) AS unread,
                unread_mentions(r.id, :user, coalesce(marker.seq, 0), :window) AS mentions,
                EXISTS (SELECT 1 FROM room_mute m WHERE m.room_id = r.id AND m.user_id = :user
                    AND (m.ends_at IS NULL OR m.ends_at > :now)) AS muted
            FROM (
                SELECT room_id FROM read_marker WHERE user_id = :user
                UNION
                SELECT m.room_id FROM room_member m JOIN room r ON r.id = m.room_id
                WHERE m.user_id = :user AND r.visibility = 'PRIVATE'
            ) mine
            JOIN room r ON r.id = mine.room_id
            JOIN stream s ON s.id = r.id
            LEFT JOIN read_marker marker ON marker.room_id = r.id AND marker.user_id = :user
            WHERE :staff OR r.visibility = 'PUBLIC'
                OR EXISTS (SELECT 1 FROM room_member m WHERE m.room_id = r.id AND m.user_id = :user)
            ORDER BY r.name
            """;

    private final Session database;

    ReadMarkerRepository(Session database) {
        this.database = database;
    }

    /** Whether the marker was behind {@code seq} and is there now. Locks the marker until the transaction ends. */
    boolean advance(UUID user, UUID room, long seq, Instant now) {
        return place(ADVANCE, user, room, seq, now).executeUpdate() == 1;
    }

    /**
     * Puts the marker to {@code seq}, where {@link #advanceAll} leaves it unless it comes beyond {@code top}; whether that
     * changed anything. Locks the marker until the transaction ends.
     */
    boolean hold(UUID user, UUID room, long seq, long top, Instant now) {
        return place(HOLD, user, room, seq, now).setParameter("top", top).executeUpdate() == 1;
    }

    /** Advances many markers, each of another user or room; returns those that were behind and are not held. */
    List<ReadAdvance> advanceAll(List<ReadAdvance> advances, Instant now) {
        Set<Place> moved = new HashSet<>();
        places(database.createNativeQuery(ADVANCE_ALL, Tuple.class), advances)
                .setParameter("now", now)
                .getResultList()
                .forEach(row -> moved.add(new Place(row.get(0, UUID.class), row.get(1, UUID.class))));
        return advances.stream()
                .filter(advance -> moved.contains(Place.of(advance)))
                .toList();
    }

    /** What lies behind each of these places of rooms' streams for that user; without rooms that are gone. */
    Map<Place, Behind> behind(List<ReadAdvance> places) {
        Map<Place, Behind> behind = new HashMap<>();
        places(database.createNativeQuery(BEHIND, Tuple.class), places)
                .setParameter("most", MAX_UNREAD)
                .getResultList()
                .forEach(row -> behind.put(
                        new Place(row.get(0, UUID.class), row.get(1, UUID.class)),
                        new Behind(row.get(2, Long.class), row.get(3, Integer.class))));
        return behind;
    }

    private static NativeQuery<Tuple> places(NativeQuery<Tuple> query, List<ReadAdvance> places) {
        return query.setParameter("users", ids(places, place -> place.user().id()))
                .setParameter("rooms", ids(places, place -> place.room().id()))
                .setParameter("seqs", places.stream().map(ReadAdvance::seq).toArray(Long[]::new));
    }

    private static UUID[] ids(List<ReadAdvance> places, Function<ReadAdvance, UUID> value) {
        return places.stream().map(value).toArray(UUID[]::new);
    }

    /** All rooms that the user has a marker in or is a member of, and may see. One statement. */
    List<RoomUnread> all(UUID user, boolean staff, Instant now) {
        return database.createNativeQuery(ALL_BEHIND, Tuple.class)
                .setParameter("user", user)
                .setParameter("staff", staff)
                .setParameter("now", now)
                .setParameter("most", MAX_UNREAD)
                .setParameter("window", MENTION_WINDOW)
                .getResultStream()
                .map(row -> new RoomUnread(
                        row.get("name", String.class),
                        row.get("id", UUID.class),
                        row.get("seq", Long.class),
                        row.get("last_seq", Long.class),
                        row.get("unread", Integer.class),
                        row.get("mentions", Integer.class),
                        row.get("muted", Boolean.class)))
                .toList();
    }

    private MutationQuery place(String statement, UUID user, UUID room, long seq, Instant now) {
        return database.createNativeMutationQuery(statement)
                .setParameter("user", user)
                .setParameter("room", room)
                .setParameter("seq", seq)
                .setParameter("now", now);
    }

    /** A user's marker in a room. */
    record Place(UUID userId, UUID roomId) {

        static Place of(ReadAdvance advance) {
            return new Place(advance.user().id(), advance.room().id());
        }
    }

    /**
     * What lies between a place and the top of a room's stream.
     *
     * @param upTo   the top
     * @param unread messages of others in between
     */
    record Behind(long upTo, int unread) {}
}
