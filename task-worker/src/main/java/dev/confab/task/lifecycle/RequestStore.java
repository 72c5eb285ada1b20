package dev.confab.task.lifecycle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Turns requests into rows: many in one statement, each once. In the caller's transaction. */
public final class RequestStore {
    private static final String INSERT = """
            insert into task as t (
                id, type, queue, payload, priority, state, attempt, max_retries, source, request_id, trace_parent,
                created_at, ready_at, due_at, expires_at, started_at, ended_at, worker, lease_until, error_code,
                error_message, next_steps, on_failure, chain_id)
            select r.id, r.type, r.queue, r.payload, r.priority, r.state,
                   case when r.state = 'started' then 1 else 0 end,
                   r.max_retries, r.source, r.request_id, r.trace_parent, n.now, coalesce(r.due_at, n.now),
                   case when r.state = 'scheduled' then r.due_at end,
                   r.expires_at,
                   case when r.state = 'started' then n.now end,
                   case when r.state = 'revoked' then n.now end,
                   case when r.state = 'started' then n.worker end,
                   case when r.state = 'started' then n.lease_until end,
                   r.error_code, r.error_message, r.next_steps, r.on_failure, r.chain_id
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as r (id, type, queue, payload, priority, state, max_retries, source, request_id, trace_parent, due_at,
                      expires_at, error_code, error_message, next_steps, on_failure, chain_id)
            cross join (select ?::timestamptz as now, ?::text as worker, ?::timestamptz as lease_until) n
            on conflict (id) do nothing
            returning\s""" + TaskColumns.CHANGE;

    private RequestStore() {}

    /**
     * Inserts those that are new; no id may occur twice.
     *
     * @return the new ones by their ids; the others were there already
     */
    public static Map<UUID, TaskChange> insert(
            Connection connection, List<NewTask> tasks, String worker, Instant now, Duration lease)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setArray(
                    1,
                    TaskColumns.array(
                            connection, "uuid", tasks, t -> t.request().id()));
            statement.setArray(
                    2,
                    TaskColumns.array(
                            connection, "text", tasks, t -> t.request().type()));
            statement.setArray(
                    3,
                    TaskColumns.array(
                            connection, "text", tasks, t -> t.request().queue()));
            statement.setArray(
                    4,
                    TaskColumns.array(
                            connection,
                            "text",
                            tasks,
                            t -> t.request().payload().toString()));
            statement.setArray(
                    5,
                    TaskColumns.array(
                            connection, "int4", tasks, t -> t.request().priority()));
            statement.setArray(
                    6,
                    TaskColumns.array(connection, "text", tasks, t -> t.state().text()));
            statement.setArray(
                    7,
                    TaskColumns.array(
                            connection, "int4", tasks, t -> t.request().maxRetries()));
            statement.setArray(
                    8,
                    TaskColumns.array(
                            connection, "text", tasks, t -> t.request().source()));
            statement.setArray(
                    9,
                    TaskColumns.array(
                            connection, "text", tasks, t -> t.request().requestId()));
            statement.setArray(
                    10,
                    TaskColumns.array(
                            connection, "text", tasks, t -> t.request().traceParent()));
            statement.setArray(
                    11,
                    TaskColumns.array(
                            connection, "timestamptz", tasks, t -> t.request().dueAt()));
            statement.setArray(
                    12,
                    TaskColumns.array(
                            connection, "timestamptz", tasks, t -> t.request().expiresAt()));
            statement.setArray(13, TaskColumns.array(connection, "text", tasks, t -> {
                TaskError error = t.error();
                return error == null ? null : error.code();
            }));
            statement.setArray(14, TaskColumns.array(connection, "text", tasks, t -> {
                TaskError error = t.error();
                return error == null ? null : error.message();
            }));
            statement.setArray(
                    15,
                    TaskColumns.array(connection, "text", tasks, t -> t.links().nextText()));
            statement.setArray(
                    16,
                    TaskColumns.array(connection, "text", tasks, t -> t.links().onFailureText()));
            statement.setArray(17, TaskColumns.array(connection, "uuid", tasks, NewTask::chainId));
            statement.setObject(18, now.atOffset(ZoneOffset.UTC));
            statement.setString(19, worker);
            statement.setObject(20, now.plus(lease).atOffset(ZoneOffset.UTC));
            Map<UUID, TaskChange> created = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TaskChange change = TaskColumns.change(rows);
                    created.put(change.id(), change);
                }
            }
            return created;
        }
    }
}
