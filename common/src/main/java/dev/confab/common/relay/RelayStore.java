package dev.confab.common.relay;

import dev.confab.common.stream.StreamEventRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The SQL of the relay. Blocking. */
final class RelayStore {
    private static final String DELETE = """
            delete from stream_outbox o
            using unnest(?, ?) as done (shard, id)
            where o.shard = done.shard and o.id = done.id
            """;
    /** Counts to a bound: a large backlog must not make looking at it expensive. */
    private static final String BACKLOG = """
            select (select count(*) from (select from stream_outbox limit 100000) few) as notes,
                   coalesce(extract(epoch from clock_timestamp() - (
                       select min(oldest.created_at)
                       from relay_lease l
                       cross join lateral (
                           select o.created_at from stream_outbox o where o.shard = l.shard order by o.id limit 1) oldest
                   )), 0) as seconds
            """;

    private final DataSource dataSource;

    /**
     * What a heartbeat found out.
     *
     * @param shards those that this node holds, as bits
     * @param fairShare how many it should hold at most
     */
    record Holding(int shards, int fairShare) {}

    RelayStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    Holding heartbeat(String node, Duration lease, int release) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select shard, fair_share from relay_heartbeat(?, make_interval(secs => ?), ?)")) {
            statement.setString(1, node);
            statement.setDouble(2, lease.toMillis() / 1000.0);
            statement.setArray(3, connection.createArrayOf("int2", RelayShards.array(release)));
            int shards = 0;
            int fairShare = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    shards |= 1 << rows.getInt("shard");
                    fairShare = rows.getInt("fair_share");
                }
            }
            return new Holding(shards, fairShare);
        }
    }

    void leave(String node) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select relay_leave(?)")) {
            statement.setString(1, node);
            statement.execute();
        }
    }

    List<OutboxNote> read(int shards, int maxRows, int maxEvents) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select * from relay_outbox(?, ?, ?)")) {
            statement.setArray(1, connection.createArrayOf("int2", RelayShards.array(shards)));
            statement.setInt(2, maxRows);
            statement.setInt(3, maxEvents);
            List<OutboxNote> notes = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    int shard = rows.getInt("shard");
                    long id = rows.getLong("id");
                    OutboxNote last = notes.isEmpty() ? null : notes.getLast();
                    if (last == null || last.shard() != shard || last.id() != id) {
                        last = new OutboxNote(shard, id, new ArrayList<>());
                        notes.add(last);
                    }
                    if (rows.getObject("event_id") != null) {
                        last.events().add(StreamEventRow.read(rows));
                    }
                }
            }
            return notes;
        }
    }

    void delete(List<OutboxNote> notes) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "int2", notes.stream().map(OutboxNote::shard).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "int8", notes.stream().map(OutboxNote::id).toArray()));
            statement.executeUpdate();
        }
    }

    RelayBacklog backlog() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(BACKLOG);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new RelayBacklog(
                    row.getLong("notes"), Duration.ofMillis(Math.max(0, Math.round(row.getDouble("seconds") * 1000))));
        }
    }

    void notify(String channel, String payload) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
            statement.setString(1, channel);
            statement.setString(2, payload);
            statement.execute();
        }
    }

    Connection listen(String channel) throws SQLException {
        Connection connection = dataSource.getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + channel);
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }
}
