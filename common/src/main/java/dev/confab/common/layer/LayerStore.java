package dev.confab.common.layer;

import dev.confab.common.event.EventTopics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** The SQL of the layers. Blocking. */
final class LayerStore {
    private static final String EXPIRE = """
            delete from record_withheld w
            where not w.compacted and w.created_at < clock_timestamp() - make_interval(secs => ?)
            """;
    private static final String OVERFLOW = """
            delete from record_withheld w
            where not w.compacted and w.id <= (
                select x.id from record_withheld x where not x.compacted order by x.id desc offset ? limit 1)
            """;
    /** Counts to a bound, as that of the outbox. */
    private static final String COUNT = """
            select (select count(*) from (select from stream_withheld limit 100000) few)
                 + (select count(*) from (select from record_withheld limit 100000) few)
            """;

    private final DataSource dataSource;

    LayerStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Takes or renews the only place. What excludes this node ({@code local}, {@code kafka}), if anything does. */
    Optional<String> hold(String node, Duration lease) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select layer_hold(?, make_interval(secs => ?))")) {
            statement.setString(1, node);
            statement.setDouble(2, seconds(lease));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getString(1));
            }
        }
    }

    void leave(String node) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select layer_leave(?)")) {
            statement.setString(1, node);
            statement.execute();
        }
    }

    /** Puts aside some of what waits to be published. How many rows that were; empty when the place is another's. */
    OptionalLong withhold(String node, int rows) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select layer_withhold(?, ?, ?)")) {
            statement.setString(1, node);
            statement.setInt(2, rows);
            statement.setArray(3, connection.createArrayOf("text", EventTopics.COMPACTED.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long moved = row.getLong(1);
                return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(moved);
            }
        }
    }

    /** Gives the relay what was put aside, before anything newer. How many rows; empty while a local node is there. */
    OptionalLong release(int eventsPerRow) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select layer_release(?, ?)")) {
            statement.setInt(1, eventsPerRow);
            statement.setArray(2, connection.createArrayOf("text", EventTopics.COMPACTED.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long released = row.getLong(1);
                return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(released);
            }
        }
    }

    /** Discards what was put aside longer ago than that; how many. */
    int expire(Duration age) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(EXPIRE)) {
            statement.setDouble(1, seconds(age));
            return statement.executeUpdate();
        }
    }

    /** Discards the oldest of more than so many; how many. */
    int overflow(int capacity) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(OVERFLOW)) {
            statement.setInt(1, capacity);
            return statement.executeUpdate();
        }
    }

    /** Rows that were put aside. */
    long withheld() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(COUNT);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
