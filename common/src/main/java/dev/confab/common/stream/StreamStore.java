package dev.confab.common.stream;

import dev.confab.common.database.LongStatement;
import dev.confab.common.stream.AppendResult.Appended;
import dev.confab.common.stream.AppendResult.Duplicate;
import dev.confab.common.stream.AppendResult.UnknownStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The SQL of streams. Blocking; every method uses one connection and, but for repeated requests, one round trip. */
final class StreamStore {
    private static final String EVENT_COLUMNS = """
            e.stream_id, s.kind, s.name, i.epoch || '-' || s.epoch as epoch, e.seq, e.event_id, e.type, e.actor_id, e.actor_name,
            e.client_id, e.data, e.created_at, e.request_id, e.trace_parent
            """;
    private static final String APPEND = "select * from stream_append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String CREATE_MISSING = """
            insert into stream (id, kind, name)
            select w.id, ?, w.name from unnest(?, ?) as w (id, name) order by w.id
            on conflict (id) do nothing
            """;
    private static final String READ = "select " + EVENT_COLUMNS + """
            from stream s
            join stream_event e on e.stream_id = s.id
            cross join log_incarnation i
            where s.id = ? and e.seq > ?
            order by e.seq
            limit ?
            """;
    /** In each stream it is a short walk over an index, so the rows of the streams are joined first. */
    private static final String READ_MANY = "select " + EVENT_COLUMNS + """
            from unnest(?, ?) as wanted (stream_id, after_seq)
            join stream s on s.id = wanted.stream_id
            cross join log_incarnation i
            cross join lateral (
                select * from stream_event found
                where found.stream_id = wanted.stream_id and found.seq > wanted.after_seq
                order by found.seq
                limit ?) e
            order by e.stream_id, e.seq
            """;

    private static final String READ_BACKWARDS = "select " + EVENT_COLUMNS + """
            from stream s
            join stream_event e on e.stream_id = s.id
            cross join log_incarnation i
            where s.id = ? and e.type = ? and e.seq < ?
            order by e.seq desc
            limit ?
            """;
    private static final String READ_EXACTLY = "select " + EVENT_COLUMNS + """
            from unnest(?, ?) as wanted (stream_id, seq)
            join stream s on s.id = wanted.stream_id
            join stream_event e on e.stream_id = wanted.stream_id and e.seq = wanted.seq
            cross join log_incarnation i
            """;
    private static final String TOPS = """
            select s.id, s.kind, s.name, i.epoch || '-' || s.epoch as epoch, s.first_seq, s.last_seq
            from stream s
            cross join log_incarnation i
            where s.id = any (?)
            """;

    private final DataSource dataSource;

    /** A request with the id that its event will have, which also makes a repeated try recognisable. */
    record IdentifiedRequest(UUID eventId, AppendRequest request) {}

    /** What the log knows of a stream as a whole. */
    record StreamTop(UUID streamId, StreamKind kind, String name, String epoch, long firstSeq, long lastSeq) {
        StreamPosition position() {
            return new StreamPosition(epoch, lastSeq);
        }
    }

    /** Which history the database holds. */
    record Incarnation(String epoch, boolean detected, boolean isNew) {}

    private record Place(UUID streamId, long seq) {}

    StreamStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    Incarnation incarnation(Connection connection, @Nullable String named) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select epoch, detected, is_new from stream_incarnation(?)")) {
            statement.setString(1, named);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Incarnation(
                        StreamEventRow.text(row, "epoch"), row.getBoolean("detected"), row.getBoolean("is_new"));
            }
        }
    }

    /**
     * Stores a batch in one statement, so in one transaction and one round trip where the connection commits by itself:
     * when this returns, the server has said that it is ready for the next query, which is after the commit. If something
     * of it was stored before, there is a second statement, and the first has changed nothing.
     *
     * @param repeated whether an earlier try of these requests may have been committed
     * @return one result per request, in their order
     */
    List<AppendResult> append(Connection connection, List<IdentifiedRequest> batch, boolean repeated)
            throws SQLException {
        if (!repeated) {
            Optional<List<AppendResult>> stored = FreshBatchStore.append(connection, batch);
            if (stored.isPresent()) {
                return stored.get();
            }
        }
        AppendResult[] results = new AppendResult[batch.size()];
        Map<Integer, Place> duplicates = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            bindRequests(statement, new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, batch);
            statement.setBoolean(10, repeated);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    int index = rows.getInt("ord") - 1;
                    AppendRequest request = batch.get(index).request();
                    switch (StreamEventRow.text(rows, "outcome")) {
                        case "A" -> results[index] = new Appended(stored(request, rows));
                        case "U" -> results[index] = new UnknownStream(request.streamId());
                        default -> duplicates.put(index, new Place(request.streamId(), rows.getLong("seq")));
                    }
                }
            }
        }
        resolve(connection, duplicates, results);
        return List.of(results);
    }

    List<StreamEvent> read(UUID streamId, long afterSeq, int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setObject(1, streamId);
            statement.setLong(2, afterSeq);
            statement.setInt(3, limit);
            return events(statement);
        }
    }

    /**
     * The first events of each stream after the seq that it comes with, ascending, at most {@code limit} of each; streams
     * without such events are absent.
     */
    Map<UUID, List<StreamEvent>> readMany(Map<UUID, Long> afterSeqs, int limit) throws SQLException {
        if (afterSeqs.isEmpty()) {
            return Map.of();
        }
        List<Map.Entry<UUID, Long>> wanted = List.copyOf(afterSeqs.entrySet());
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ_MANY)) {
            bindArray(statement, 1, "uuid", wanted, Map.Entry::getKey);
            bindArray(statement, 2, "int8", wanted, Map.Entry::getValue);
            statement.setInt(3, limit);
            Map<UUID, List<StreamEvent>> found = new HashMap<>();
            for (StreamEvent event : events(statement)) {
                found.computeIfAbsent(event.streamId(), id -> new ArrayList<>()).add(event);
            }
            return found;
        }
    }

    List<StreamEvent> readBackwards(UUID streamId, String type, long beforeSeq, int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ_BACKWARDS)) {
            statement.setObject(1, streamId);
            statement.setString(2, type);
            statement.setLong(3, beforeSeq);
            statement.setInt(4, limit);
            return events(statement);
        }
    }

    Map<UUID, StreamTop> tops(Collection<UUID> streamIds) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(TOPS)) {
            statement.setArray(1, connection.createArrayOf("uuid", streamIds.toArray()));
            Map<UUID, StreamTop> tops = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    UUID id = rows.getObject("id", UUID.class);
                    tops.put(
                            id,
                            new StreamTop(
                                    id,
                                    StreamKind.valueOf(StreamEventRow.text(rows, "kind")),
                                    StreamEventRow.text(rows, "name"),
                                    StreamEventRow.text(rows, "epoch"),
                                    rows.getLong("first_seq"),
                                    rows.getLong("last_seq")));
                }
            }
            return tops;
        }
    }

    /** The row goes last, so that nobody finds the stream with a part of its events. Takes as long as there are events. */
    static void delete(Connection connection, UUID streamId) throws SQLException {
        LongStatement.expectOn(connection);
        for (String statement : List.of(
                "select from stream where id = ? for update",
                "delete from stream_event where stream_id = ?",
                "delete from stream where id = ?")) {
            try (PreparedStatement step = connection.prepareStatement(statement)) {
                step.setObject(1, streamId);
                step.execute();
            }
        }
    }

    static OptionalLong truncate(Connection connection, UUID streamId, Instant before, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select stream_truncate(?, ?, ?)")) {
            statement.setObject(1, streamId);
            statement.setObject(2, before.atOffset(ZoneOffset.UTC));
            statement.setInt(3, limit);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long first = row.getLong(1);
                return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(first);
            }
        }
    }

    /** Returns how many events there were. */
    static int redact(Connection connection, UUID streamId, Map<Long, String> data) throws SQLException {
        List<Map.Entry<Long, String>> events = List.copyOf(data.entrySet());
        try (PreparedStatement statement = connection.prepareStatement("select stream_redact(?, ?, ?)")) {
            statement.setObject(1, streamId);
            bindArray(statement, 2, "int8", events, Map.Entry::getKey);
            bindArray(statement, 3, "text", events, Map.Entry::getValue);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    static void create(Connection connection, UUID streamId, StreamKind kind, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("insert into stream (id, kind, name) values (?, ?, ?)")) {
            statement.setObject(1, streamId);
            statement.setString(2, kind.name());
            statement.setString(3, name);
            statement.executeUpdate();
        }
    }

    static void createMissing(Connection connection, StreamKind kind, Map<UUID, String> names) throws SQLException {
        List<Map.Entry<UUID, String>> wanted = List.copyOf(names.entrySet());
        try (PreparedStatement statement = connection.prepareStatement(CREATE_MISSING)) {
            statement.setString(1, kind.name());
            bindArray(statement, 2, "uuid", wanted, Map.Entry::getKey);
            bindArray(statement, 3, "text", wanted, Map.Entry::getValue);
            statement.executeUpdate();
        }
    }

    /** Reads the events that requests turned out to repeat; those of this very batch are at hand. */
    private static void resolve(Connection connection, Map<Integer, Place> duplicates, AppendResult[] results)
            throws SQLException {
        if (duplicates.isEmpty()) {
            return;
        }
        Map<Place, StreamEvent> originals = new HashMap<>();
        for (AppendResult result : results) {
            if (result instanceof Appended(StreamEvent event)) {
                originals.put(new Place(event.streamId(), event.seq()), event);
            }
        }
        List<Place> elsewhere = duplicates.values().stream()
                .filter(place -> !originals.containsKey(place))
                .distinct()
                .toList();
        if (!elsewhere.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(READ_EXACTLY)) {
                bindArray(statement, 1, "uuid", elsewhere, Place::streamId);
                bindArray(statement, 2, "int8", elsewhere, Place::seq);
                for (StreamEvent event : events(statement)) {
                    originals.put(new Place(event.streamId(), event.seq()), event);
                }
            }
        }
        duplicates.forEach((index, place) -> results[index] =
                new Duplicate(Objects.requireNonNull(originals.get(place), "the original of a duplicate is gone")));
    }

    private static StreamEvent stored(AppendRequest request, ResultSet row) throws SQLException {
        return new StreamEvent(
                request.streamId(),
                StreamKind.valueOf(StreamEventRow.text(row, "kind")),
                StreamEventRow.text(row, "name"),
                StreamEventRow.text(row, "epoch"),
                row.getLong("seq"),
                row.getObject("event_id", UUID.class),
                request.type(),
                request.actorId(),
                request.actorName(),
                request.clientId(),
                request.data(),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                request.requestId(),
                request.traceParent());
    }

    private static List<StreamEvent> events(PreparedStatement statement) throws SQLException {
        List<StreamEvent> events = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                events.add(StreamEventRow.read(rows));
            }
        }
        return events;
    }

    /**
     * Binds what requests say: their streams, event ids, types, actors and names of actors, client ids, data, request ids
     * and traces.
     */
    static void bindRequests(PreparedStatement statement, int[] parameters, List<IdentifiedRequest> batch)
            throws SQLException {
        bindArray(statement, parameters[0], "uuid", batch, r -> r.request().streamId());
        bindArray(statement, parameters[1], "uuid", batch, IdentifiedRequest::eventId);
        bindArray(statement, parameters[2], "text", batch, r -> r.request().type());
        bindArray(statement, parameters[3], "uuid", batch, r -> r.request().actorId());
        bindArray(statement, parameters[4], "text", batch, r -> r.request().actorName());
        bindArray(statement, parameters[5], "text", batch, r -> r.request().clientId());
        bindArray(statement, parameters[6], "text", batch, r -> r.request().data());
        bindArray(statement, parameters[7], "text", batch, r -> r.request().requestId());
        bindArray(statement, parameters[8], "text", batch, r -> r.request().traceParent());
    }

    private static <T> void bindArray(
            PreparedStatement statement, int parameter, String type, List<T> rows, Function<T, @Nullable Object> column)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
    }
}
