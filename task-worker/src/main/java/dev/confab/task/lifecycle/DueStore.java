package dev.confab.task.lifecycle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the passing of time changes, a bounded number of rows at a time. Workers share the rows and never wait for each other. */
public final class DueStore {
    private static final String NEXT_DUE = """
            select min(t.due_at) as due_at
            from task t
            where t.state in ('scheduled', 'retry') and t.dispatched_at is null
            """;
    private static final String PROMOTE = """
            with due as (
                select c.id from task c
                where c.state = 'scheduled' and c.dispatched_at is null and c.due_at <= ?
                order by c.due_at limit ?
                for no key update skip locked
            )
            update task t
            set state = 'pending', ready_at = t.due_at, due_at = null
            from due d
            where t.id = d.id
            """;
    private static final String DISPATCH = """
            with due as (
                select c.id from task c
                where c.state = 'retry' and c.dispatched_at is null and c.due_at <= ?
                order by c.due_at limit ?
                for no key update skip locked
            )
            update task t
            set dispatched_at = ?
            from due d
            where t.id = d.id
            returning\s""" + TaskColumns.CHANGE;
    private static final String RECOVER = """
            with late as (
                select c.id from task c
                where c.dispatched_at is not null and c.dispatched_at <= ?
                order by c.dispatched_at limit ?
                for no key update skip locked
            )
            update task t
            set state = 'pending', ready_at = t.due_at, due_at = null, dispatched_at = null
            from late l
            where t.id = l.id
            """;
    private static final String EXPIRE = """
            with late as (
                select c.id from task c
                where c.expires_at is not null and c.state in ('pending', 'scheduled', 'retry') and c.expires_at <= ?
                order by c.expires_at limit ?
                for no key update skip locked
            )
            update task t
            set state = 'revoked', ended_at = ?, due_at = null, dispatched_at = null,
                error_code = 'expired', error_message = 'It had not started when its time was over.'
            from late l
            where t.id = l.id
            returning\s""" + TaskColumns.CHANGE;

    private DueStore() {}

    /** When the next scheduled task or retry is due; null if there is none. */
    public static @Nullable Instant nextDue(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEXT_DUE);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? TaskColumns.optionalTime(rows, "due_at") : null;
        }
    }

    /** Lets scheduled tasks wait for a worker once they are due. How many there were. */
    public static int promote(Connection connection, Instant now, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PROMOTE)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setInt(2, limit);
            return statement.executeUpdate();
        }
    }

    /** Marks retries that are due as sent; the caller sends them in the same transaction. */
    public static List<TaskChange> dispatch(Connection connection, Instant now, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DISPATCH)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setInt(2, limit);
            statement.setObject(3, now.atOffset(ZoneOffset.UTC));
            return changes(statement);
        }
    }

    /** Lets retries wait for a worker that were sent before this time and did not arrive. How many there were. */
    public static int recover(Connection connection, Instant sentBefore, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RECOVER)) {
            statement.setObject(1, sentBefore.atOffset(ZoneOffset.UTC));
            statement.setInt(2, limit);
            return statement.executeUpdate();
        }
    }

    /** Revokes tasks that have not started in their time. */
    public static List<TaskChange> expire(Connection connection, Instant now, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXPIRE)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setInt(2, limit);
            statement.setObject(3, now.atOffset(ZoneOffset.UTC));
            return changes(statement);
        }
    }

    private static List<TaskChange> changes(PreparedStatement statement) throws SQLException {
        List<TaskChange> changes = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                changes.add(TaskColumns.change(rows));
            }
        }
        return changes;
    }
}
