package dev.confab.task.deadletter;

import dev.confab.task.deadletter.DeadLetterService.DeadLetterFilter;
import dev.confab.task.lifecycle.TaskChange;
import dev.confab.task.lifecycle.TaskColumns;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.lifecycle.TaskViewStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of dead letters. In the caller's transaction. */
final class DeadLetterStore {
    private static final String MATCHES =
            " t.state = 'failed' and (?::text is null or t.queue = ?) and (?::text is null or t.type = ?)";
    private static final String LIST = "select " + TaskViewStore.COLUMNS + " from task t where" + MATCHES + "\n" + """
            and (?::uuid is null or (t.ended_at, t.id) < (select a.ended_at, a.id from task a where a.id = ?))
            order by t.ended_at desc, t.id desc
            limit ?
            """;
    private static final String OLDEST = "select t.id from task t where" + MATCHES + "\n" + """
            order by t.ended_at, t.id
            limit ?
            for no key update skip locked
            """;
    /** The attempt goes on rising, because it is the fence; what uses up the retries begins anew. */
    private static final String REPLAY = """
            with dead as (
                select c.id from task c
                where c.id = any (?) and c.state = 'failed'
                order by c.id
                for no key update
            )
            update task t
            set state = 'pending', ready_at = ?, ended_at = null, expires_at = null, failures = 0, losses = 0,
                error_code = null, error_message = null
            from dead d
            where t.id = d.id
            returning\s""" + TaskColumns.CHANGE;

    private DeadLetterStore() {}

    static List<TaskView> list(Connection connection, DeadLetterFilter filter, @Nullable UUID after, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            int next = bind(statement, filter);
            statement.setObject(next, after);
            statement.setObject(next + 1, after);
            statement.setInt(next + 2, limit);
            List<TaskView> tasks = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tasks.add(TaskViewStore.read(rows));
                }
            }
            return tasks;
        }
    }

    /** Those that have been dead longest, locked. */
    static List<UUID> oldest(Connection connection, DeadLetterFilter filter, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OLDEST)) {
            statement.setInt(bind(statement, filter), limit);
            List<UUID> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(TaskColumns.id(rows));
                }
            }
            return ids;
        }
    }

    /** Those of them that were dead. */
    static List<TaskChange> replay(Connection connection, List<UUID> ids, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REPLAY)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            statement.setObject(2, now.atOffset(ZoneOffset.UTC));
            List<TaskChange> changes = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    changes.add(TaskColumns.change(rows));
                }
            }
            return changes;
        }
    }

    private static int bind(PreparedStatement statement, DeadLetterFilter filter) throws SQLException {
        statement.setString(1, filter.queue());
        statement.setString(2, filter.queue());
        statement.setString(3, filter.type());
        statement.setString(4, filter.type());
        return 5;
    }
}
