package dev.confab.common.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.stream.StreamEventRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The SQL of the relay. Blocking. */
final class RelayStore {
    private static final String DELETE_NOTES = """
            delete from stream_outbox o
            using unnest(?, ?) as done (shard, id)
            where o.shard = done.shard and o.id = done.id
            """;
    private static final String DELETE_RECORDS = """
            delete from record_outbox o
            using unnest(?, ?) as done (shard, id)
            where o.shard = done.shard and o.id = done.id
            """;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    /** Counts to a bound: a large backlog must not make looking at it expensive. */
    private static final String BACKLOG = """
            select (select count(*) from (select from stream_outbox limit 100000) few)
                       + (select count(*) from (select from record_outbox limit 100000) few) as rows,
                   coalesce(extract(epoch from clock_timestamp() - (
                       select min(oldest.created_at)
                       from relay_lease l
                       cross join lateral (
                           (select o.created_at from stream_outbox o where o.shard = l.shard order by o.id limit 1)
                           union all
                           (select o.created_at from record_outbox o where o.shard = l.shard order by o.id limit 1)) oldest
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

    List<OutboxNote> readNotes(int shards, int maxRows, int maxEvents) throws SQLException {
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

    List<WaitingRecord> readRecords(int shards, int maxRows, long maxBytes) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement("select * from relay_records(?, ?, ?)")) {
            statement.setArray(1, connection.createArrayOf("int2", RelayShards.array(shards)));
            statement.setInt(2, maxRows);
            statement.setLong(3, maxBytes);
            List<WaitingRecord> records = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    records.add(new WaitingRecord(
                            rows.getInt("shard"),
                            rows.getLong("id"),
                            new OutboxRecord(
                                    rows.getString("topic"),
                                    rows.getString("key"),
                                    rows.getBytes("value"),
                                    headers(rows.getString("headers")))));
                }
            }
            return records;
        }
    }

    void deleteNotes(List<OutboxNote> notes) throws SQLException {
        delete(
                DELETE_NOTES,
                notes.stream().map(OutboxNote::shard).toArray(),
                notes.stream().map(OutboxNote::id).toArray());
    }

    void deleteRecords(List<WaitingRecord> records) throws SQLException {
        delete(
                DELETE_RECORDS,
                records.stream().map(WaitingRecord::shard).toArray(),
                records.stream().map(WaitingRecord::id).toArray());
    }

    private void delete(String sql, Object[] shards, Object[] ids) throws SQLException {
        if (ids.length == 0) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("int2", shards));
            statement.setArray(2, connection.createArrayOf("int8", ids));
            statement.executeUpdate();
        }
    }

    private static Map<String, String> headers(String json) throws SQLException {
        try {
            return JSON.readValue(json, HEADERS);
        } catch (JsonProcessingException foreign) {
            throw new SQLException("the headers of a record are no map of texts", foreign);
        }
    }

    RelayBacklog backlog() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(BACKLOG);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new RelayBacklog(
                    row.getLong("rows"), Duration.ofMillis(Math.max(0, Math.round(row.getDouble("seconds") * 1000))));
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
