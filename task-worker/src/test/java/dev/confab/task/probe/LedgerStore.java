package dev.confab.task.probe;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The ledger: what attempts have really done. */
public final class LedgerStore {
    private LedgerStore() {}

    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table if not exists test_ledger (task_id uuid not null, attempt integer not null)");
        }
    }

    public static void write(Connection connection, UUID task, int attempt) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("insert into test_ledger values (?, ?)")) {
            statement.setObject(1, task);
            statement.setInt(2, attempt);
            statement.executeUpdate();
        }
    }

    /** Keeps the connection busy for a minute. */
    public static void sleep(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_sleep(60)");
        }
    }

    public static long count(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The attempts of the task whose effects were committed. */
    public static List<Integer> attempts(Connection connection, UUID task) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select attempt from test_ledger where task_id = ?")) {
            statement.setObject(1, task);
            List<Integer> attempts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    attempts.add(rows.getInt(1));
                }
            }
            return attempts;
        }
    }
}
