package dev.confab.task.lifecycle;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of tasks as their statements name them, and columns of many rows as the arrays that statements take. */
public final class TaskColumns {
    public static final String CLAIMED =
            "t.id, t.type, t.queue, t.payload, t.attempt, t.failures, t.losses, t.max_retries,"
                    + " t.source, t.request_id, t.trace_parent, t.ready_at, t.started_at, t.expires_at, "
                    + TaskLinks.COLUMNS;

    public static final String CHANGE =
            "t.id, t.type, t.queue, t.state, t.attempt, t.source, t.request_id, t.trace_parent,"
                    + " t.worker, t.started_at, t.ready_at, t.due_at, t.error_code, t.error_message";

    private TaskColumns() {}

    /** One column of many rows; times as text, which the server reads. */
    public static <T> Array array(
            Connection connection, String type, List<T> rows, Function<T, @Nullable Object> column)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = column.apply(rows.get(i));
            values[i] = value instanceof Instant time ? time.toString() : value;
        }
        return connection.createArrayOf(type, values);
    }

    public static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    public static Instant time(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(optionalTime(row, column), column);
    }

    public static @Nullable Instant optionalTime(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    public static UUID id(ResultSet row) throws SQLException {
        return Objects.requireNonNull(row.getObject("id", UUID.class));
    }

    public static TaskState state(ResultSet row) throws SQLException {
        return TaskState.of(text(row, "state")).orElseThrow();
    }

    public static @Nullable TaskError error(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null ? null : new TaskError(code, text(row, "error_message"));
    }

    /** The columns {@link #CLAIMED}. */
    public static ClaimedTask claimed(ResultSet row) throws SQLException {
        return new ClaimedTask(
                id(row),
                text(row, "type"),
                text(row, "queue"),
                text(row, "payload"),
                row.getInt("attempt"),
                row.getInt("failures"),
                row.getInt("losses"),
                row.getObject("max_retries", Integer.class),
                text(row, "source"),
                row.getString("request_id"),
                row.getString("trace_parent"),
                time(row, "ready_at"),
                time(row, "started_at"),
                optionalTime(row, "expires_at"),
                TaskLinks.read(row));
    }

    /** The columns {@link #CHANGE}. */
    public static TaskChange change(ResultSet row) throws SQLException {
        return new TaskChange(
                id(row),
                text(row, "type"),
                text(row, "queue"),
                state(row),
                row.getInt("attempt"),
                text(row, "source"),
                row.getString("request_id"),
                row.getString("trace_parent"),
                row.getString("worker"),
                optionalTime(row, "started_at"),
                time(row, "ready_at"),
                optionalTime(row, "due_at"),
                error(row));
    }
}
