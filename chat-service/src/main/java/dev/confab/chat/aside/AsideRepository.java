package dev.confab.chat.aside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Finds events of few kinds in the log, each by an index of its own, so that a long history costs nothing. */
@ApplicationScoped
@Transactional
class AsideRepository {

    private static final String COLUMNS =
            "SELECT e.seq, e.event_id, e.created_at, e.actor_id, e.actor_name, CAST(e.data AS text) AS data FROM stream_event e";

    private static final String ANNOUNCEMENTS = COLUMNS + """
             WHERE e.stream_id = :room AND e.type = 'announcement.posted'
            ORDER BY e.seq DESC LIMIT :limit
            """;

    /** A user's personal stream has the user's id. */
    private static final String WHISPERS = COLUMNS + """
             WHERE e.stream_id = :user AND e.data ->> 'roomId' = :room AND e.type = 'message.whispered'
                AND e.data -> 'deleted' IS NULL
            ORDER BY e.seq DESC LIMIT :limit
            """;

    private final Session database;

    AsideRepository(Session database) {
        this.database = database;
    }

    /** The newest announcements of a room, newest first. */
    List<Row> announcements(UUID room, int limit) {
        return rows(database.createNativeQuery(ANNOUNCEMENTS, Tuple.class)
                .setParameter("room", room)
                .setParameter("limit", limit));
    }

    /** The newest whispers that a user wrote or received in a room, newest first. */
    List<Row> whispers(UUID user, UUID room, int limit) {
        return rows(database.createNativeQuery(WHISPERS, Tuple.class)
                .setParameter("user", user)
                .setParameter("room", room.toString())
                .setParameter("limit", limit));
    }

    private static List<Row> rows(NativeQuery<Tuple> query) {
        return query.getResultStream()
                .map(row -> new Row(
                        row.get("seq", Long.class),
                        row.get("event_id", UUID.class),
                        row.get("created_at", Instant.class),
                        row.get("actor_id", UUID.class),
                        row.get("actor_name", String.class),
                        row.get("data", String.class)))
                .toList();
    }

    /** An event; {@code data} is its payload as JSON. */
    record Row(
            long seq,
            UUID eventId,
            Instant time,
            @Nullable UUID actorId,
            @Nullable String actorName,
            String data) {}
}
