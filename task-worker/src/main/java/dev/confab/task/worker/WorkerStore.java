package dev.confab.task.worker;

import dev.confab.task.lifecycle.TaskColumns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The SQL of the list of workers. */
final class WorkerStore {
    private static final String BEAT = """
            insert into task_worker (id, host, version, started_at, last_seen, running)
            values (?, ?, ?, ?, ?, ?)
            on conflict (id) do update set last_seen = excluded.last_seen, running = excluded.running
            """;
    private static final String LIST = """
            select w.id, w.host, w.version, w.started_at, w.last_seen, w.running
            from task_worker w
            order by w.started_at, w.id
            """;

    private WorkerStore() {}

    static Instant time(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select clock_timestamp() as now");
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return TaskColumns.time(rows, "now");
        }
    }

    static int beat(Connection connection, WorkerView worker) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEAT)) {
            statement.setString(1, worker.id());
            statement.setString(2, worker.host());
            statement.setString(3, worker.version());
            statement.setObject(4, worker.startedAt().atOffset(ZoneOffset.UTC));
            statement.setObject(5, worker.lastSeen().atOffset(ZoneOffset.UTC));
            statement.setInt(6, worker.running());
            return statement.executeUpdate();
        }
    }

    static List<WorkerView> list(Connection connection, Instant aliveSince) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LIST);
                ResultSet rows = statement.executeQuery()) {
            List<WorkerView> workers = new ArrayList<>();
            while (rows.next()) {
                Instant seen = TaskColumns.time(rows, "last_seen");
                workers.add(new WorkerView(
                        TaskColumns.text(rows, "id"),
                        TaskColumns.text(rows, "host"),
                        TaskColumns.text(rows, "version"),
                        TaskColumns.time(rows, "started_at"),
                        seen,
                        rows.getInt("running"),
                        seen.isAfter(aliveSince)));
            }
            return workers;
        }
    }

    static int remove(Connection connection, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("delete from task_worker where id = ?")) {
            statement.setString(1, id);
            return statement.executeUpdate();
        }
    }

    static int forget(Connection connection, Instant unseenSince) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("delete from task_worker where last_seen < ?")) {
            statement.setObject(1, unseenSince.atOffset(ZoneOffset.UTC));
            return statement.executeUpdate();
        }
    }
}
