package dev.confab.task.lifecycle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The fenced statements that end attempts, many at a time. In the caller's transaction. */
final class EndingStore {
    private static final String END = """
            with ending as (
                select e.*
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    as e (id, attempt, next, failure, loss, due_at, result, result_bytes, error_code, error_message)
            ), current as (
                -- In the order of ids, so that batches that meet cannot deadlock.
                select t.id, e.attempt, e.failure, e.loss, e.result, e.result_bytes,
                       t.cancel_requested_at is not null and e.next in ('pending', 'retry', 'failed') as cancelled,
                       e.next, e.due_at, e.error_code, e.error_message
                from task t
                join ending e on e.id = t.id and e.attempt = t.attempt
                where t.state = 'started'
                order by t.id
                for no key update of t
            )
            update task t
            set state = case when c.cancelled then 'revoked' else c.next end,
                due_at = case when c.cancelled then null else c.due_at end,
                ready_at = case when c.next = 'pending' then ? else t.ready_at end,
                ended_at = case when c.cancelled or c.next in ('succeeded', 'failed', 'revoked') then ?::timestamptz end,
                failures = t.failures + c.failure,
                losses = t.losses + c.loss,
                result = c.result,
                result_bytes = c.result_bytes,
                error_code = case when c.cancelled then 'cancelled' else c.error_code end,
                error_message = case when c.cancelled then 'Cancelled while it ran.' else c.error_message end,
                lease_until = null,
                cancel_requested_at = null
            from current c
            where t.id = c.id
            returning\s""" + TaskColumns.CHANGE;
    private static final String KEEP_ATTEMPTS = """
            insert into task_attempt (task_id, attempt, worker, started_at, ended_at, error_code, error_message)
            select * from unnest(?, ?, ?, ?, ?, ?, ?)
            on conflict (task_id, attempt) do nothing
            """;
    private static final String LETTERS =
            "select t.id, t.payload, " + TaskLinks.COLUMNS + " from task t where t.id = any (?)";
    private static final String ATTEMPTS = """
            select a.task_id as id, a.attempt, a.worker, a.started_at, a.ended_at, a.error_code, a.error_message
            from task_attempt a
            where a.task_id = any (?)
            order by a.task_id, a.attempt
            """;

    private EndingStore() {}

    /** What a dead letter tells besides the change itself. */
    record Letter(String payload, List<AttemptView> attempts, TaskLinks links) {}

    /** Those that were applied; the others were not current any more. */
    static List<TaskChange> end(Connection connection, List<Ending> endings, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setArray(1, TaskColumns.array(connection, "uuid", endings, Ending::id));
            statement.setArray(2, TaskColumns.array(connection, "int4", endings, Ending::attempt));
            statement.setArray(
                    3,
                    TaskColumns.array(connection, "text", endings, e -> e.next().text()));
            statement.setArray(
                    4, TaskColumns.array(connection, "int4", endings, e -> e.count() == Ending.Count.FAILURE ? 1 : 0));
            statement.setArray(
                    5, TaskColumns.array(connection, "int4", endings, e -> e.count() == Ending.Count.LOSS ? 1 : 0));
            statement.setArray(6, TaskColumns.array(connection, "timestamptz", endings, Ending::dueAt));
            statement.setArray(7, TaskColumns.array(connection, "text", endings, Ending::result));
            statement.setArray(8, TaskColumns.array(connection, "int4", endings, Ending::resultBytes));
            statement.setArray(9, TaskColumns.array(connection, "text", endings, e -> {
                TaskError error = e.error();
                return error == null ? null : error.code();
            }));
            statement.setArray(10, TaskColumns.array(connection, "text", endings, e -> {
                TaskError error = e.error();
                return error == null ? null : error.message();
            }));
            statement.setObject(11, now.atOffset(ZoneOffset.UTC));
            statement.setObject(12, now.atOffset(ZoneOffset.UTC));
            List<TaskChange> changes = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    changes.add(TaskColumns.change(rows));
                }
            }
            return changes;
        }
    }

    /** Keeps the runs that these changes have ended without success. */
    static void keepAttempts(Connection connection, List<TaskChange> ended, Instant now) throws SQLException {
        List<TaskChange> kept = ended.stream()
                .filter(change -> change.error() != null && change.worker() != null && change.startedAt() != null)
                .toList();
        if (kept.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(KEEP_ATTEMPTS)) {
            statement.setArray(1, TaskColumns.array(connection, "uuid", kept, TaskChange::id));
            statement.setArray(2, TaskColumns.array(connection, "int4", kept, TaskChange::attempt));
            statement.setArray(3, TaskColumns.array(connection, "text", kept, TaskChange::worker));
            statement.setArray(4, TaskColumns.array(connection, "timestamptz", kept, TaskChange::startedAt));
            statement.setArray(5, TaskColumns.array(connection, "timestamptz", kept, _ -> now));
            statement.setArray(6, TaskColumns.array(connection, "text", kept, c -> {
                TaskError error = c.error();
                return error == null ? null : error.code();
            }));
            statement.setArray(7, TaskColumns.array(connection, "text", kept, c -> {
                TaskError error = c.error();
                return error == null ? null : error.message();
            }));
            statement.executeUpdate();
        }
    }

    static Map<UUID, Letter> letters(Connection connection, List<UUID> ids) throws SQLException {
        Map<UUID, List<AttemptView>> attempts = attempts(connection, ids);
        Map<UUID, Letter> letters = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(LETTERS)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    UUID id = TaskColumns.id(rows);
                    letters.put(
                            id,
                            new Letter(
                                    TaskColumns.text(rows, "payload"),
                                    attempts.getOrDefault(id, List.of()),
                                    TaskLinks.read(rows)));
                }
            }
        }
        return letters;
    }

    static Map<UUID, List<AttemptView>> attempts(Connection connection, List<UUID> ids) throws SQLException {
        Map<UUID, List<AttemptView>> attempts = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(ATTEMPTS)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    attempts.computeIfAbsent(TaskColumns.id(rows), _ -> new ArrayList<>())
                            .add(new AttemptView(
                                    rows.getInt("attempt"),
                                    TaskColumns.time(rows, "started_at"),
                                    TaskColumns.time(rows, "ended_at"),
                                    TaskColumns.text(rows, "worker"),
                                    TaskColumns.error(rows)));
                }
            }
        }
        return attempts;
    }
}
