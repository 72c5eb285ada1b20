package dev.confab.task.lifecycle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Leases of running tasks. Nothing here waits for a row: one that somebody holds is being ended at this moment, and is left
 * out.
 */
public final class LeaseStore {
    private static final String RENEW = """
            with mine as (
                select t.id
                from task t
                join unnest(?, ?) as r (id, attempt) on r.id = t.id and r.attempt = t.attempt
                where t.state = 'started'
                for no key update of t skip locked
            )
            update task t
            set lease_until = ?
            from mine m
            where t.id = m.id
            """;
    private static final String CURRENT = """
            select t.id
            from task t
            join unnest(?, ?) as r (id, attempt) on r.id = t.id and r.attempt = t.attempt
            where t.state = 'started'
            """;
    private static final String CANCELLING = """
            select t.id, t.attempt
            from task t
            where t.worker = ? and t.state = 'started' and t.cancel_requested_at is not null
            """;
    private static final String OF_WORKER = """
            select t.id, t.attempt
            from task t
            where t.state = 'started' and t.worker = ?
            """;
    private static final String LOST = "select " + TaskColumns.CLAIMED + "\n" + """
            from task t
            where t.state = 'started' and t.lease_until < ?
            order by t.lease_until
            limit ?
            for no key update skip locked
            """;

    private LeaseStore() {}

    /** One attempt of a task. */
    public record AttemptKey(UUID id, int attempt) {}

    /** Renews all of them in one statement. How many were renewed; the others are being ended or are lost. */
    public static int renew(Connection connection, List<AttemptKey> attempts, Instant until) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
            statement.setArray(1, TaskColumns.array(connection, "uuid", attempts, AttemptKey::id));
            statement.setArray(2, TaskColumns.array(connection, "int4", attempts, AttemptKey::attempt));
            statement.setObject(3, until.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
        }
    }

    /** Those of them that are still current. */
    public static Set<UUID> current(Connection connection, List<AttemptKey> attempts) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CURRENT)) {
            statement.setArray(1, TaskColumns.array(connection, "uuid", attempts, AttemptKey::id));
            statement.setArray(2, TaskColumns.array(connection, "int4", attempts, AttemptKey::attempt));
            Set<UUID> current = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    current.add(TaskColumns.id(rows));
                }
            }
            return current;
        }
    }

    /** This worker's running tasks that somebody has cancelled. */
    public static List<AttemptKey> cancelling(Connection connection, String worker) throws SQLException {
        return keys(connection, CANCELLING, worker);
    }

    /** All that the database believes this worker to run. */
    public static List<AttemptKey> ofWorker(Connection connection, String worker) throws SQLException {
        return keys(connection, OF_WORKER, worker);
    }

    /** Locks tasks whose lease is over: those of workers that died or are out of reach. */
    public static List<ClaimedTask> lost(Connection connection, Instant now, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOST)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setInt(2, limit);
            List<ClaimedTask> lost = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lost.add(TaskColumns.claimed(rows));
                }
            }
            return lost;
        }
    }

    /** Lets the present transaction pause for so long between its statements, and not only for the usual seconds. */
    public static void allowPauses(Connection connection, Duration atMost) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select set_config('idle_in_transaction_session_timeout', ?, true)")) {
            statement.setString(1, Math.min(atMost.toMillis(), Integer.MAX_VALUE) + "ms");
            statement.execute();
        }
    }

    private static List<AttemptKey> keys(Connection connection, String query, String worker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, worker);
            List<AttemptKey> keys = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(new AttemptKey(TaskColumns.id(rows), rows.getInt("attempt")));
                }
            }
            return keys;
        }
    }
}
