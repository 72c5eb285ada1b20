package dev.confab.common.stream;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;

/** An event as a row of a query, whatever the query: columns are found by name. */
public final class StreamEventRow {
    private StreamEventRow() {}

    public static StreamEvent read(ResultSet row) throws SQLException {
        return new StreamEvent(
                row.getObject("stream_id", UUID.class),
                StreamKind.valueOf(text(row, "kind")),
                text(row, "name"),
                text(row, "epoch"),
                row.getLong("seq"),
                row.getObject("event_id", UUID.class),
                text(row, "type"),
                row.getObject("actor_id", UUID.class),
                row.getString("actor_name"),
                row.getString("client_id"),
                text(row, "data"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("request_id"),
                row.getString("trace_parent"));
    }

    static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }
}
