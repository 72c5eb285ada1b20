package dev.confab.chat.marker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Read markers in the database. */
@ApplicationScoped
@Transactional
class ReadMarkerRepository {

    private static final String ADVANCE = """
            INSERT INTO read_marker (user_id, room_id, seq, updated_at) VALUES (:user, :room, :seq, :now)
            ON CONFLICT (user_id, room_id) DO UPDATE SET seq = excluded.seq, updated_at = excluded.updated_at
            WHERE read_marker.seq < excluded.seq
            """;

    /** In one order everywhere, so that two nodes never wait for each other. */
    private static final String ADVANCE_ALL = """
            INSERT INTO read_marker (user_id, room_id, seq, updated_at)
            SELECT wanted.user_id, wanted.room_id, wanted.seq, :now
            FROM unnest(:users, :rooms, :seqs) AS wanted (user_id, room_id, seq)
                JOIN room ON room.id = wanted.room_id
                JOIN account ON account.id = wanted.user_id
            ORDER BY wanted.user_id, wanted.room_id
            ON CONFLICT (user_id, room_id) DO UPDATE SET seq = excluded.seq, updated_at = excluded.updated_at
            WHERE read_marker.seq < excluded.seq
            RETURNING user_id, room_id
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

    /** Advances many markers, each of another user or room; returns those that were behind. */
    List<ReadAdvance> advanceAll(List<ReadAdvance> advances, Instant now) {
        List<?> moved = database.createNativeQuery(ADVANCE_ALL, Object[].class)
                .setParameter(
                        "users", column(advances, advance -> advance.user().id()))
                .setParameter(
                        "rooms", column(advances, advance -> advance.room().id()))
                .setParameter("seqs", advances.stream().map(ReadAdvance::seq).toArray(Long[]::new))
                .setParameter("now", now)
                .getResultList();
        Set<List<Object>> places = new HashSet<>();
        moved.forEach(row -> places.add(List.of((Object[]) row)));
        return advances.stream()
                .filter(advance -> places.contains(
                        List.<Object>of(advance.user().id(), advance.room().id())))
                .toList();
    }

    private static UUID[] column(List<ReadAdvance> advances, Function<ReadAdvance, UUID> value) {
        return advances.stream().map(value).toArray(UUID[]::new);
    }
}
