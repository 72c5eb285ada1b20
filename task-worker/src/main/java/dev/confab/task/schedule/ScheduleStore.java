package dev.confab.task.schedule;

import dev.confab.task.lifecycle.TaskColumns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The SQL of schedules. In the caller's transaction. */
final class ScheduleStore {
    private static final String REGISTER = """
            insert into task_schedule as s (name, definition, done_until)
            values (?, ?, ?)
            on conflict (name) do update
                set definition = excluded.definition, done_until = excluded.done_until
                where s.definition <> excluded.definition
            """;
    private static final String TAKE =
            "select s.done_until from task_schedule s where s.name = ? and s.definition = ? for update skip locked";
    private static final String FIRE = """
            insert into task_schedule_fire (schedule, fire_at, task_id)
            values (?, ?, ?)
            on conflict (schedule, fire_at) do nothing
            """;
    private static final String DONE = "update task_schedule set done_until = ? where name = ? and done_until < ?";
    private static final String LAST_FIRES = """
            select f.schedule, max(f.fire_at) as fire_at
            from task_schedule_fire f
            where f.schedule = any (?)
            group by f.schedule
            """;

    private ScheduleStore() {}

    /** Makes the schedule known; one that is new or ticks otherwise than before begins now. */
    static void register(Connection connection, String name, String definition, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REGISTER)) {
            statement.setString(1, name);
            statement.setString(2, definition);
            statement.setObject(3, now.atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    /** Locks the schedule; says up to when its ticks are dealt with. Empty if another worker has it at this moment. */
    static Optional<Instant> take(Connection connection, String name, String definition) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            statement.setString(1, name);
            statement.setString(2, definition);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(TaskColumns.time(rows, "done_until")) : Optional.empty();
            }
        }
    }

    /** Whether the tick is the caller's to run: nobody else has fired it, nor ever will. */
    static boolean fire(Connection connection, String name, Instant tick, UUID task) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRE)) {
            statement.setString(1, name);
            statement.setObject(2, tick.atOffset(ZoneOffset.UTC));
            statement.setObject(3, task);
            return statement.executeUpdate() == 1;
        }
    }

    static void done(Connection connection, String name, Instant until) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DONE)) {
            statement.setObject(1, until.atOffset(ZoneOffset.UTC));
            statement.setString(2, name);
            statement.setObject(3, until.atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    static Map<String, Instant> lastFires(Connection connection, List<String> names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST_FIRES)) {
            statement.setArray(1, connection.createArrayOf("text", names.toArray()));
            Map<String, Instant> fires = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    fires.put(TaskColumns.text(rows, "schedule"), TaskColumns.time(rows, "fire_at"));
                }
            }
            return fires;
        }
    }
}
