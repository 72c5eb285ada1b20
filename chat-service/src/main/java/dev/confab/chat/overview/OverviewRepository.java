package dev.confab.chat.overview;

import dev.confab.chat.message.MessageCodec;
import dev.confab.common.database.LongStatement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Figures in the database. */
@ApplicationScoped
@Transactional
class OverviewRepository {

    private static final String NOTE = """
            INSERT INTO node_figures (node, connections, ended, ended_seconds, started_at, updated_at)
            VALUES (:node, :connections, :ended, :seconds, :started, :now)
            ON CONFLICT (node) DO UPDATE SET connections = excluded.connections, ended = excluded.ended,
                ended_seconds = excluded.ended_seconds, started_at = excluded.started_at,
                updated_at = excluded.updated_at
            """;

    /** Some rooms a step, and not too many events of each, so that no transaction lasts long. */
    private static final String COUNT = """
            WITH due AS (
                SELECT s.id, coalesce(c.upto_seq, 0) AS from_seq,
                    least(s.last_seq, coalesce(c.upto_seq, s.first_seq - 1) + 10000) AS to_seq
                FROM room r JOIN stream s ON s.id = r.id LEFT JOIN message_count c ON c.room_id = r.id
                WHERE s.last_seq > coalesce(c.upto_seq, 0)
                ORDER BY s.id LIMIT 100)
            INSERT INTO message_count AS known (room_id, upto_seq, messages)
            SELECT due.id, due.to_seq, (
                SELECT count(*) FROM stream_event e
                WHERE e.stream_id = due.id AND e.seq > due.from_seq AND e.seq <= due.to_seq AND e.type = :posted)
            FROM due
            ON CONFLICT (room_id) DO UPDATE
                SET upto_seq = excluded.upto_seq, messages = known.messages + excluded.messages
            """;

    private static final String BUSIEST = """
            SELECT r.id, r.name, day.messages, day.authors
            FROM (SELECT id, name FROM room WHERE kind = 'CHANNEL' ORDER BY active_at DESC, id DESC LIMIT 20) r
            CROSS JOIN LATERAL (
                SELECT count(*) AS messages, count(DISTINCT newest.actor_id) AS authors
                FROM (
                    SELECT e.type, e.actor_id, e.created_at FROM stream_event e
                    WHERE e.stream_id = r.id ORDER BY e.seq DESC LIMIT 2000) newest
                WHERE newest.type = :posted AND newest.created_at > :since) day
            WHERE day.messages > 0
            ORDER BY day.messages DESC, r.name LIMIT 10
            """;

    private final Session database;

    OverviewRepository(Session database) {
        this.database = database;
    }

    /** What one node says of itself. */
    record NodeFigures(
            String node, int connections, long ended, double endedSeconds, Instant startedAt, Instant updatedAt) {}

    /** A room and what happened in it lately. */
    record Busy(UUID id, String name, long messages, long authors) {}

    /** Replaces what the node said before. */
    void note(NodeFigures figures) {
        database.createNativeMutationQuery(NOTE)
                .setParameter("node", figures.node())
                .setParameter("connections", figures.connections())
                .setParameter("ended", figures.ended())
                .setParameter("seconds", figures.endedSeconds())
                .setParameter("started", figures.startedAt())
                .setParameter("now", figures.updatedAt())
                .executeUpdate();
    }

    void forgetNodesBefore(Instant time) {
        database.createNativeMutationQuery("DELETE FROM node_figures WHERE updated_at < :time")
                .setParameter("time", time)
                .executeUpdate();
    }

    List<NodeFigures> nodesSince(Instant time) {
        return database.createNativeQuery("""
                        SELECT node, connections, ended, ended_seconds, started_at, updated_at FROM node_figures
                        WHERE updated_at > :time ORDER BY node
                        """, Tuple.class)
                .setParameter("time", time)
                .getResultStream()
                .map(row -> new NodeFigures(
                        row.get(0, String.class),
                        row.get(1, Integer.class),
                        row.get(2, Long.class),
                        row.get(3, Double.class),
                        row.get(4, Instant.class),
                        row.get(5, Instant.class)))
                .toList();
    }

    /** Counts on where counting ended; false when somebody else does, or nothing is left to count. */
    boolean countMore() {
        boolean mine = database.createNativeQuery(
                        "SELECT pg_try_advisory_xact_lock(hashtext('confab.message_count'))", Boolean.class)
                .getSingleResult();
        database.doWork(LongStatement::expectOn);
        return mine
                && database.createNativeMutationQuery(COUNT)
                                .setParameter("posted", MessageCodec.MESSAGE_POSTED)
                                .executeUpdate()
                        > 0;
    }

    /** The sizes of what is kept: rooms, messages, accounts. */
    Tuple totals() {
        return database.createNativeQuery("""
                        SELECT (SELECT count(*) FROM room) AS rooms,
                            (SELECT CAST(coalesce(sum(messages), 0) AS bigint) FROM message_count) AS messages,
                            (SELECT count(*) FROM account) AS accounts
                        """, Tuple.class).getSingleResult();
    }

    List<Busy> busiest(Instant since) {
        return database.createNativeQuery(BUSIEST, Tuple.class)
                .setParameter("posted", MessageCodec.MESSAGE_POSTED)
                .setParameter("since", since)
                .getResultStream()
                .map(row -> new Busy(
                        row.get(0, UUID.class),
                        row.get(1, String.class),
                        row.get(2, Long.class),
                        row.get(3, Long.class)))
                .toList();
    }
}
