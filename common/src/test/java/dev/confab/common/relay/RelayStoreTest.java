package dev.confab.common.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.stream.LogDatabase;
import dev.confab.common.stream.StreamKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayStoreTest {
    private static final int HISTORY = 5_000;
    private static final String INSERT_HISTORY = """
            insert into stream_event (stream_id, seq, event_id, type, data, created_at)
            select ?, n, gen_random_uuid(), 'message.posted', '{}', clock_timestamp() from generate_series(1, ?) n
            """;

    private LogDatabase database;
    private UUID stream;

    @BeforeEach
    void storeALongHistory() throws Exception {
        database = new LogDatabase();
        stream = database.newStream(StreamKind.ROOM, "long");
        for (int i = 0; i < 200; i++) {
            database.newStream(StreamKind.ROOM, "other" + i);
        }
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT_HISTORY);
                Statement statement = connection.createStatement()) {
            insert.setObject(1, stream);
            insert.setInt(2, HISTORY);
            insert.executeUpdate();
            statement.execute("analyze");
            statement.execute("insert into stream_outbox (shard, stream_id, from_seq, to_seq) values (0, '" + stream
                    + "', " + HISTORY + ", " + HISTORY + ")");
        }
    }

    @AfterEach
    void dropDatabase() throws Exception {
        database.close();
    }

    @Test
    void readsTheLastEventOfALongHistoryWithoutReadingTheHistory() throws Exception {
        String last = "select count(*) from relay_events(array['" + stream + "'::uuid], array[5000::bigint],"
                + " array[5000::bigint])";
        assertThat(rowsRead("stream_event", last)).isBetween(1L, 5L);
    }

    @Test
    void readsNotesWithoutReadingAllStreams() throws Exception {
        assertThat(rowsRead("stream", "select count(*) from relay_notes(array[0, 1]::smallint[], 500)"))
                .isBetween(1L, 5L);
    }

    /** How many rows of a table a query looked at. */
    private long rowsRead(String table, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            try (ResultSet found = statement.executeQuery(query)) {
                found.next();
                assertThat(found.getLong(1)).isEqualTo(1);
            }
            try (ResultSet read = statement.executeQuery(
                    "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where relname = '"
                            + table + "'")) {
                read.next();
                return read.getLong(1);
            } finally {
                connection.rollback();
            }
        }
    }
}
