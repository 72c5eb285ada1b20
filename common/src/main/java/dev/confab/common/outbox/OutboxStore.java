package dev.confab.common.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The SQL of those who put records into the outbox; that of the relay is elsewhere. */
final class OutboxStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADD = """
            insert into record_outbox (shard, topic, key, value, headers)
            select record_shard(r.key), r.topic, r.key, r.value, r.headers::jsonb
            from unnest(?, ?, ?, ?) with ordinality as r (topic, key, value, headers, ord)
            order by r.ord
            returning shard
            """;

    private OutboxStore() {}

    /** The shards that the records went to, as bits. */
    static int add(Connection connection, List<OutboxRecord> records) throws SQLException {
        int count = records.size();
        String[] topics = new String[count];
        String[] keys = new String[count];
        byte[][] values = new byte[count][];
        String[] headers = new String[count];
        for (int i = 0; i < count; i++) {
            OutboxRecord record = records.get(i);
            topics[i] = record.topic();
            keys[i] = record.key();
            values[i] = record.value();
            headers[i] = headers(record);
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setArray(1, connection.createArrayOf("text", topics));
            statement.setArray(2, connection.createArrayOf("text", keys));
            statement.setArray(3, connection.createArrayOf("bytea", values));
            statement.setArray(4, connection.createArrayOf("text", headers));
            int shards = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    shards |= 1 << rows.getInt("shard");
                }
            }
            return shards;
        }
    }

    private static String headers(OutboxRecord record) {
        try {
            return JSON.writeValueAsString(record.headers());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of texts has no JSON form", impossible);
        }
    }
}
