package dev.confab.chat.report;

import dev.confab.chat.message.MessageCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Reports in the database. */
@ApplicationScoped
@Transactional
class ReportRepository {

    private static final String FIND = """
            SELECT p.id, r.name, p.room_id, p.message_id, p.seq, p.author_id, p.author_name,
                CASE WHEN e.data ->> 'deleted' = 'true' THEN NULL ELSE e.data ->> 'text' END AS text,
                p.reporter_id, reporter.username AS reporter_name, p.reason, p.resolution, p.note,
                judge.username AS judge_name, p.created_at, p.resolved_at
            FROM report p
                JOIN room r ON r.id = p.room_id
                JOIN account reporter ON reporter.id = p.reporter_id
                LEFT JOIN account judge ON judge.id = p.resolved_by
                LEFT JOIN stream_event e ON e.event_id = p.message_id
            WHERE %s
            ORDER BY p.created_at DESC, p.id LIMIT :limit
            """;

    private static final String OF_ROOM =
            FIND.formatted("p.room_id = :room AND (:all OR (p.resolution IS NULL) = :open)");
    private static final String OF_ALL = FIND.formatted("(:all OR (p.resolution IS NULL) = :open)");
    private static final String BY_ID = FIND.formatted("p.id = :id");
    private static final String OF_REPORTER = FIND.formatted("p.message_id = :message AND p.reporter_id = :reporter");

    private static final String ADD = """
            INSERT INTO report (id, room_id, message_id, seq, author_id, author_name, reporter_id, reason, created_at)
            SELECT :id, e.stream_id, e.event_id, e.seq, e.actor_id, e.actor_name, :reporter, :reason, :now
            FROM stream_event e
            WHERE e.event_id = :message AND e.stream_id = :room AND e.type = :posted AND e.actor_id IS NOT NULL
                AND e.data ->> 'deleted' IS DISTINCT FROM 'true'
            ON CONFLICT (message_id, reporter_id) DO NOTHING
            """;

    /** Who keeps order in the room, and staff. */
    private static final String AUDIENCE = """
            SELECT user_id FROM room_member WHERE room_id = :room AND role IN ('OWNER', 'MODERATOR')
            UNION SELECT id FROM account WHERE staff
            """;

    /** All reports of the message are decided with the one. */
    private static final String RESOLVE = """
            UPDATE report SET resolution = :resolution, note = :note, resolved_by = :judge, resolved_at = :now
            WHERE message_id = :message AND resolution IS NULL
            """;

    private final Session database;

    ReportRepository(Session database) {
        this.database = database;
    }

    /** Which reports are wanted. */
    enum Wanted {
        OPEN,
        RESOLVED,
        ALL
    }

    /** False when the room has no such message, or the reporter has reported it before. */
    boolean add(UUID id, UUID room, UUID message, UUID reporter, String reason, Instant now) {
        return database.createNativeMutationQuery(ADD)
                        .setParameter("id", id)
                        .setParameter("room", room)
                        .setParameter("message", message)
                        .setParameter("posted", MessageCodec.MESSAGE_POSTED)
                        .setParameter("reporter", reporter)
                        .setParameter("reason", reason)
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    List<Report> ofRoom(UUID room, Wanted wanted, int limit) {
        return reports(wanted(OF_ROOM, wanted).setParameter("room", room), limit);
    }

    List<Report> all(Wanted wanted, int limit) {
        return reports(wanted(OF_ALL, wanted), limit);
    }

    Optional<Report> find(UUID id) {
        return reports(query(BY_ID).setParameter("id", id), 1).stream().findFirst();
    }

    Optional<Report> ofReporter(UUID message, UUID reporter) {
        return reports(query(OF_REPORTER).setParameter("message", message).setParameter("reporter", reporter), 1)
                .stream()
                .findFirst();
    }

    /** False when somebody else has decided meanwhile. */
    boolean resolve(UUID message, Resolution resolution, @Nullable String note, UUID judge, Instant now) {
        return database.createNativeMutationQuery(RESOLVE)
                        .setParameter("message", message)
                        .setParameter("resolution", resolution.name())
                        .setParameter("note", note, String.class)
                        .setParameter("judge", judge)
                        .setParameter("now", now)
                        .executeUpdate()
                > 0;
    }

    /** Who may see the reports of a room, without those whose role there is only the room's default one. */
    List<UUID> audience(UUID room) {
        return database.createNativeQuery(AUDIENCE, UUID.class)
                .setParameter("room", room)
                .getResultList();
    }

    private NativeQuery<Tuple> query(String statement) {
        return database.createNativeQuery(statement, Tuple.class);
    }

    private NativeQuery<Tuple> wanted(String statement, Wanted wanted) {
        return query(statement).setParameter("all", wanted == Wanted.ALL).setParameter("open", wanted == Wanted.OPEN);
    }

    private static List<Report> reports(NativeQuery<Tuple> query, int limit) {
        return query.setParameter("limit", limit)
                .getResultStream()
                .map(ReportRepository::report)
                .toList();
    }

    private static Report report(Tuple row) {
        String resolution = row.get("resolution", String.class);
        return new Report(
                row.get("id", UUID.class),
                row.get("name", String.class),
                row.get("room_id", UUID.class),
                row.get("message_id", UUID.class),
                row.get("seq", Long.class),
                new Report.Person(row.get("author_id", UUID.class), row.get("author_name", String.class)),
                row.get("text", String.class),
                new Report.Person(row.get("reporter_id", UUID.class), row.get("reporter_name", String.class)),
                row.get("reason", String.class),
                resolution == null ? "open" : "resolved",
                resolution == null ? null : Resolution.valueOf(resolution).wireName(),
                row.get("note", String.class),
                row.get("judge_name", String.class),
                row.get("created_at", Instant.class),
                row.get("resolved_at", Instant.class));
    }
}
