package dev.confab.task.lifecycle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Taking tasks back. In the caller's transaction. */
public final class CancelStore {
    private static final String LOCK = "select from task t where t.id = ? for no key update";
    private static final String REVOKE = """
            update task t
            set state = 'revoked', ended_at = ?, due_at = null, dispatched_at = null, error_code = 'cancelled',
                error_message = 'Cancelled while it waited.'
            where t.id = ? and t.state in ('pending', 'scheduled', 'retry')
            returning\s""" + TaskColumns.CHANGE;
    private static final String ASK = """
            update task t
            set cancel_requested_at = coalesce(t.cancel_requested_at, ?)
            where t.id = ? and t.state = 'started'
            """;

    private CancelStore() {}

    /** Revokes the task if nobody runs it. Locks it in any case, so that its state stays as it is until the commit. */
    public static Optional<TaskChange> revokeWaiting(Connection connection, UUID id, Instant now) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setObject(1, id);
            lock.execute();
        }
        try (PreparedStatement statement = connection.prepareStatement(REVOKE)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setObject(2, id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(TaskColumns.change(rows)) : Optional.empty();
            }
        }
    }

    /** Asks whoever runs the task to stop; does nothing if nobody does. */
    public static void askRunning(Connection connection, UUID id, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ASK)) {
            statement.setObject(1, now.atOffset(ZoneOffset.UTC));
            statement.setObject(2, id);
            statement.executeUpdate();
        }
    }
}
