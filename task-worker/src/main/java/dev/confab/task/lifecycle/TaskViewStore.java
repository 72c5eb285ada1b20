package dev.confab.task.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tasks as others may see them. */
public final class TaskViewStore {
    /** For queries that {@link #read} reads. */
    public static final String COLUMNS = "t.id, t.type, t.queue, t.priority, t.state, t.payload, t.attempt, t.failures,"
            + " t.max_retries, t.source, t.request_id, t.created_at, t.due_at, t.expires_at, t.started_at, t.ended_at,"
            + " t.worker, t.cancel_requested_at is not null as cancelling, t.result, t.result_bytes, t.error_code,"
            + " t.error_message, " + TaskLinks.COLUMNS;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIND = "select " + COLUMNS + " from task t where t.id = ?";

    private TaskViewStore() {}

    /** The task with its attempts. */
    public static Optional<TaskView> find(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(read(rows, kept(connection, id))) : Optional.empty();
            }
        }
    }

    /** The present row without its attempts. */
    public static TaskView read(ResultSet row) throws SQLException {
        return read(row, null);
    }

    private static List<AttemptView> kept(Connection connection, UUID id) throws SQLException {
        return EndingStore.attempts(connection, List.of(id)).getOrDefault(id, List.of());
    }

    private static TaskView read(ResultSet row, @Nullable List<AttemptView> kept) throws SQLException {
        TaskState state = TaskColumns.state(row);
        int attempt = row.getInt("attempt");
        Instant startedAt = TaskColumns.optionalTime(row, "started_at");
        Instant endedAt = TaskColumns.optionalTime(row, "ended_at");
        String worker = row.getString("worker");
        List<AttemptView> attempts = new ArrayList<>();
        if (kept != null) {
            attempts.addAll(kept);
            boolean lastIsKept = kept.stream().anyMatch(run -> run.attempt() == attempt);
            boolean running = state == TaskState.STARTED;
            if (!lastIsKept && startedAt != null && worker != null && (running || state == TaskState.SUCCEEDED)) {
                attempts.add(new AttemptView(attempt, startedAt, running ? null : endedAt, worker, null));
            }
        }
        return new TaskView(
                TaskColumns.id(row),
                TaskColumns.text(row, "type"),
                TaskColumns.text(row, "queue"),
                row.getInt("priority"),
                state,
                json(TaskColumns.text(row, "payload")),
                attempt,
                row.getInt("failures"),
                row.getObject("max_retries", Integer.class),
                TaskColumns.text(row, "source"),
                row.getString("request_id"),
                TaskColumns.time(row, "created_at"),
                TaskColumns.optionalTime(row, "due_at"),
                TaskColumns.optionalTime(row, "expires_at"),
                startedAt,
                endedAt,
                worker,
                row.getBoolean("cancelling"),
                row.getString("result") == null ? null : json(TaskColumns.text(row, "result")),
                row.getString("result") == null ? row.getInt("result_bytes") : 0,
                TaskColumns.error(row),
                TaskLinks.read(row),
                attempts);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what is stored is not JSON", impossible);
        }
    }
}
