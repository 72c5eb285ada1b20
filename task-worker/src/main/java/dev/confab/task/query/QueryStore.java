package dev.confab.task.query;

import dev.confab.task.lifecycle.TaskColumns;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.lifecycle.TaskViewStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of looking at tasks. */
final class QueryStore {
    private static final String LIST = "select " + TaskViewStore.COLUMNS + "\n" + """
            from task t
            where (?::text is null or t.state = ?)
                and (?::text is null or t.queue = ?)
                and (?::text is null or t.type = ?)
                and (?::uuid is null
                    or (t.created_at, t.id) < (select a.created_at, a.id from task a where a.id = ?))
            order by t.created_at desc, t.id desc
            limit ?
            """;
    private static final String ENDED = """
            select w.id
            from unnest(?) as w (id)
            left join task t on t.id = w.id
            where t.id is null or t.state in ('succeeded', 'failed', 'revoked')
            """;
    private static final String WAITING =
            "select t.queue, count(*) as count from task t where t.state = 'pending' group by t.queue";
    private static final String COUNTS = """
            select t.queue, t.state, count(*) as count, min(t.ready_at) as oldest
            from task t
            where t.state in ('pending', 'started', 'scheduled', 'retry', 'failed')
            group by t.queue, t.state
            """;

    private QueryStore() {}

    /**
     * How many tasks of a queue are in a state.
     *
     * @param oldest since when the oldest could run
     */
    record QueueCount(String queue, TaskState state, long count, Instant oldest) {}

    static List<TaskView> list(Connection connection, TaskFilter filter, @Nullable UUID after, int limit)
            throws SQLException {
        TaskState state = filter.state();
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            statement.setString(1, state == null ? null : state.text());
            statement.setString(2, state == null ? null : state.text());
            statement.setString(3, filter.queue());
            statement.setString(4, filter.queue());
            statement.setString(5, filter.type());
            statement.setString(6, filter.type());
            statement.setObject(7, after);
            statement.setObject(8, after);
            statement.setInt(9, limit);
            List<TaskView> tasks = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tasks.add(TaskViewStore.read(rows));
                }
            }
            return tasks;
        }
    }

    /** Those of them that have ended or are gone. */
    static List<UUID> ended(Connection connection, List<UUID> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENDED)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            List<UUID> ended = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ended.add(TaskColumns.id(rows));
                }
            }
            return ended;
        }
    }

    static Map<String, Long> waiting(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WAITING);
                ResultSet rows = statement.executeQuery()) {
            Map<String, Long> waiting = new HashMap<>();
            while (rows.next()) {
                waiting.put(TaskColumns.text(rows, "queue"), rows.getLong("count"));
            }
            return waiting;
        }
    }

    static List<QueueCount> counts(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNTS);
                ResultSet rows = statement.executeQuery()) {
            List<QueueCount> counts = new ArrayList<>();
            while (rows.next()) {
                counts.add(new QueueCount(
                        TaskColumns.text(rows, "queue"),
                        TaskColumns.state(rows),
                        rows.getLong("count"),
                        TaskColumns.time(rows, "oldest")));
            }
            return counts;
        }
    }
}
