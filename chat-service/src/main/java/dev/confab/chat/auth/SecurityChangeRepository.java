package dev.confab.chat.auth;

import dev.confab.common.error.ErrorCode;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The feed of security changes, read by every node.
 *
 * <p>Rows become visible when their transactions commit, which is not the order of their ids or times. The feed is
 * therefore read by transaction id: a snapshot knows the oldest transaction that still ran ({@code xmin}), so whatever
 * is older than the {@code xmin} of the last reading has been seen, and everything from there on is read again and told
 * apart by id. A slow transaction neither delays others' changes nor makes its own get lost, and no clock is involved.
 */
@ApplicationScoped
class SecurityChangeRepository {
    private final AgroalDataSource database;

    SecurityChangeRepository(AgroalDataSource database) {
        this.database = database;
    }

    /** Adds a change to the feed, in the caller's transaction. */
    void add(SecurityChange change) {
        String sql = "INSERT INTO security_change (account_id, ended_sign_ins, reason) VALUES (?, ?, ?)";
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setObject(1, change.accountId());
            insert.setArray(
                    2, connection.createArrayOf("uuid", change.endedSignIns().toArray()));
            insert.setString(3, change.reason().code());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot record a security change", e);
        }
    }

    /** What is new since a transaction id, and from where to read the next time. */
    Reading readFrom(long xid) throws SQLException {
        String sql = """
                SELECT s.xmin::text, c.id, c.xid::text, c.account_id, c.ended_sign_ins, c.reason
                FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin) s
                LEFT JOIN security_change c ON c.xid >= CAST(? AS xid8)
                ORDER BY c.id""";
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, Long.toString(xid));
            try (ResultSet rows = query.executeQuery()) {
                long next = xid;
                List<Entry> entries = new ArrayList<>();
                while (rows.next()) {
                    next = Long.parseLong(rows.getString(1));
                    if (rows.getString(3) != null) {
                        entries.add(new Entry(rows.getLong(2), Long.parseLong(rows.getString(3)), change(rows)));
                    }
                }
                return new Reading(next, entries);
            }
        }
    }

    /** Where the feed stands now: what commits from here on is found by reading from this transaction id. */
    long position() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("SELECT pg_snapshot_xmin(pg_current_snapshot())::text");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return Long.parseLong(rows.getString(1));
        }
    }

    /** Deletes some of what is older than that, by the database's clock, and says how many rows that were. */
    int deleteOlderThan(Duration age, int limit) {
        String sql = """
                DELETE FROM security_change WHERE id IN (
                    SELECT id FROM security_change WHERE created_at < now() - make_interval(secs => ?)
                    ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED)""";
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setDouble(1, (double) age.toSeconds());
            delete.setInt(2, limit);
            return delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot delete old security changes", e);
        }
    }

    private static SecurityChange change(ResultSet rows) throws SQLException {
        Set<UUID> ended = Set.of((UUID[]) rows.getArray(5).getArray());
        ErrorCode reason = ErrorCode.of(rows.getString(6)).orElse(ErrorCode.NOT_AUTHENTICATED);
        return new SecurityChange(rows.getObject(4, UUID.class), ended, reason);
    }

    /** A row of the feed. */
    record Entry(long id, long xid, SecurityChange change) {}

    /** What one reading found, and from where to read the next time. */
    record Reading(long next, List<Entry> entries) {}
}
