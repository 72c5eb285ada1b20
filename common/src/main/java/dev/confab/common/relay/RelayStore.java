package dev.confab.common.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.database.LongStatement;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamEventRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/** The SQL of the relay. Blocking. */
final class RelayStore {
    private static final String NOTES = "select * from relay_notes(?, ?)";
    private static final String EVENTS = "select * from relay_events(?, ?, ?)";
    private static final String DELETE_NOTES = "select relay_delete_notes(?, ?)";
    private static final String DELETE_RECORDS = "select relay_delete_records(?, ?)";
    /** Never waits for a lock, and takes none that would stop readers or writers. */
    private static final String VACUUM =
            "vacuum (skip_locked, index_cleanup on, truncate false, process_toast false) stream_outbox, record_outbox";

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

    /** The oldest notes of each shard: at most so many rows and, unless the first one alone has more, so many events. */
    List<OutboxNote> readNotes(int shards, int maxRows, int maxEvents) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(NOTES)) {
            statement.setArray(1, connection.createArrayOf("int2", RelayShards.array(shards)));
            statement.setInt(2, maxRows);
            List<OutboxNote> notes = new ArrayList<>();
            int shard = -1;
            long events = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    OutboxNote note = new OutboxNote(
                            rows.getInt("shard"),
                            rows.getLong("id"),
                            rows.getObject("stream_id", UUID.class),
                            rows.getString("epoch"),
                            rows.getLong("from_seq"),
                            rows.getLong("to_seq"));
                    events = note.shard() == shard ? events : 0;
                    shard = note.shard();
                    if (events < maxEvents) {
                        notes.add(note);
                        events += note.count();
                    }
                }
            }
            return notes;
        }
    }

    /** The events of notes, note by note, each stream's in order; those that are no longer kept are left out. */
    List<StreamEvent> readEvents(List<OutboxNote> notes) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(EVENTS)) {
            statement.setArray(1, connection.createArrayOf("uuid", array(notes, OutboxNote::streamId)));
            statement.setArray(2, connection.createArrayOf("int8", array(notes, OutboxNote::fromSeq)));
            statement.setArray(3, connection.createArrayOf("int8", array(notes, OutboxNote::toSeq)));
            List<StreamEvent> events = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(StreamEventRow.read(rows));
                }
            }
            return events;
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
        delete(DELETE_NOTES, array(notes, OutboxNote::shard), array(notes, OutboxNote::id));
    }

    void deleteRecords(List<WaitingRecord> records) throws SQLException {
        delete(DELETE_RECORDS, array(records, WaitingRecord::shard), array(records, WaitingRecord::id));
    }

    private void delete(String sql, Object[] shards, Object[] ids) throws SQLException {
        if (ids.length == 0) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("int2", shards));
            statement.setArray(2, connection.createArrayOf("int8", ids));
            statement.execute();
        }
    }

    /** Makes room where rows were deleted, as far as no transaction can see them any more. Not within a transaction. */
    void vacuum() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            LongStatement.expectOn(connection);
            statement.execute(VACUUM);
        }
    }

    private static <T> Object[] array(List<T> rows, Function<T, Object> column) {
        return rows.stream().map(column).toArray();
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
