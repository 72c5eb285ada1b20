package dev.confab.task.lifecycle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes waiting tasks for a worker. In the caller's transaction; no two workers get the same one. */
public final class ClaimStore {
    private static final String CLAIM = """
            with next as (
                select w.id
                from unnest(?, ?) as q (queue, room)
                cross join lateral (
                    select c.id
                    from task c
                    where c.state = 'pending' and c.queue = q.queue and (c.expires_at is null or c.expires_at > ?)
                    order by c.priority desc, c.ready_at, c.id
                    limit q.room
                    for no key update skip locked) w
            )
            update task t
            set state = 'started', attempt = t.attempt + 1, started_at = ?, worker = ?, lease_until = ?
            from next n
            where t.id = n.id
            returning\s""" + TaskColumns.CLAIMED;
    private static final String CLAIM_RETRIES = """
            with due as (
                select t.id, r.start
                from task t
                join unnest(?, ?, ?) as r (id, attempt, start) on r.id = t.id and r.attempt = t.attempt
                where t.state = 'retry' and t.dispatched_at is not null
                    and (t.expires_at is null or t.expires_at > ?)
                order by t.id
                for no key update of t
            )
            update task t
            set state = case when d.start then 'started' else 'pending' end,
                attempt = case when d.start then t.attempt + 1 else t.attempt end,
                started_at = case when d.start then ? else t.started_at end,
                worker = case when d.start then ? else t.worker end,
                lease_until = case when d.start then ?::timestamptz end,
                ready_at = t.due_at,
                due_at = null,
                dispatched_at = null
            from due d
            where t.id = d.id
            returning d.start,\s""" + TaskColumns.CLAIMED;

    private ClaimStore() {}

    /** An attempt that failed and is due again, and whether there is room to start it at once. */
    public record DueRetry(UUID id, int attempt, boolean start) {}

    /** Tasks by priority, then age: of each queue at most so many. */
    public static List<ClaimedTask> claim(
            Connection connection, Map<String, Integer> rooms, String worker, Instant now, Duration lease)
            throws SQLException {
        List<Map.Entry<String, Integer>> queues = List.copyOf(rooms.entrySet());
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setArray(1, TaskColumns.array(connection, "text", queues, Map.Entry::getKey));
            statement.setArray(2, TaskColumns.array(connection, "int4", queues, Map.Entry::getValue));
            statement.setObject(3, now.atOffset(ZoneOffset.UTC));
            statement.setObject(4, now.atOffset(ZoneOffset.UTC));
            statement.setString(5, worker);
            statement.setObject(6, now.plus(lease).atOffset(ZoneOffset.UTC));
            List<ClaimedTask> claimed = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    claimed.add(TaskColumns.claimed(rows));
                }
            }
            return claimed;
        }
    }

    /** Those of the due attempts that start; the others wait from now on, unless they were dealt with before. */
    public static List<ClaimedTask> claimRetries(
            Connection connection, List<DueRetry> retries, String worker, Instant now, Duration lease)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLAIM_RETRIES)) {
            statement.setArray(1, TaskColumns.array(connection, "uuid", retries, DueRetry::id));
            statement.setArray(2, TaskColumns.array(connection, "int4", retries, DueRetry::attempt));
            statement.setArray(3, TaskColumns.array(connection, "bool", retries, DueRetry::start));
            statement.setObject(4, now.atOffset(ZoneOffset.UTC));
            statement.setObject(5, now.atOffset(ZoneOffset.UTC));
            statement.setString(6, worker);
            statement.setObject(7, now.plus(lease).atOffset(ZoneOffset.UTC));
            List<ClaimedTask> started = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (rows.getBoolean("start")) {
                        started.add(TaskColumns.claimed(rows));
                    }
                }
            }
            return started;
        }
    }
}
