package dev.confab.common.stream;

import dev.confab.common.stream.AppendResult.Appended;
import dev.confab.common.stream.AppendResult.UnknownStream;
import dev.confab.common.stream.StreamStore.IdentifiedRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are expected to be new, as most are: counted here by stream, and stored without looking anything up. Blocking.
 */
final class FreshBatchStore {
    private static final String APPEND = "select * from stream_append_fresh(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final List<IdentifiedRequest> batch;
    private final Map<UUID, Integer> counts = new LinkedHashMap<>();
    private final Integer[] places;

    /** What is unique among all events that name it. */
    private record ClientId(UUID streamId, @Nullable UUID actorId, String clientId) {}

    /** What the requests of one stream have in common. */
    private record Stretch(StreamKind kind, String name, String epoch, long before, Instant at) {}

    private FreshBatchStore(List<IdentifiedRequest> batch) {
        this.batch = batch;
        this.places = new Integer[batch.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = counts.merge(batch.get(i).request().streamId(), 1, Integer::sum);
        }
    }

    /**
     * Stores a batch.
     *
     * @return one result per request, in their order; empty if nothing was stored because some were stored before
     */
    static Optional<List<AppendResult>> append(Connection connection, List<IdentifiedRequest> batch)
            throws SQLException {
        return repeatsItself(batch) ? Optional.empty() : new FreshBatchStore(batch).append(connection);
    }

    private static boolean repeatsItself(List<IdentifiedRequest> batch) {
        Set<ClientId> seen = new HashSet<>();
        for (IdentifiedRequest identified : batch) {
            AppendRequest request = identified.request();
            String clientId = request.clientId();
            if (clientId != null && !seen.add(new ClientId(request.streamId(), request.actorId(), clientId))) {
                return true;
            }
        }
        return false;
    }

    private Optional<List<AppendResult>> append(Connection connection) throws SQLException {
        Map<UUID, Stretch> stretches = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            bind(statement, 1, "uuid", counts.keySet().toArray());
            bind(statement, 2, "int4", counts.values().toArray());
            bind(statement, 4, "int4", places);
            StreamStore.bindRequests(statement, new int[] {3, 5, 6, 7, 8, 9, 10, 11, 12}, batch);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    stretches.put(
                            rows.getObject("stream_id", UUID.class),
                            new Stretch(
                                    StreamKind.valueOf(StreamEventRow.text(rows, "kind")),
                                    StreamEventRow.text(rows, "name"),
                                    StreamEventRow.text(rows, "epoch"),
                                    rows.getLong("before"),
                                    rows.getObject("at", OffsetDateTime.class).toInstant()));
                }
            }
        }
        if (stretches.isEmpty()) {
            return Optional.empty();
        }
        List<AppendResult> results = new ArrayList<>(places.length);
        for (int i = 0; i < places.length; i++) {
            AppendRequest request = batch.get(i).request();
            Stretch stretch = stretches.get(request.streamId());
            results.add(
                    stretch == null
                            ? new UnknownStream(request.streamId())
                            : new Appended(stored(batch.get(i), stretch, places[i])));
        }
        return Optional.of(results);
    }

    private static StreamEvent stored(IdentifiedRequest identified, Stretch stretch, int place) {
        AppendRequest request = identified.request();
        return new StreamEvent(
                request.streamId(),
                stretch.kind(),
                stretch.name(),
                stretch.epoch(),
                stretch.before() + place,
                identified.eventId(),
                request.type(),
                request.actorId(),
                request.actorName(),
                request.clientId(),
                request.data(),
                stretch.at(),
                request.requestId(),
                request.traceParent());
    }

    private static void bind(PreparedStatement statement, int parameter, String type, Object[] values)
            throws SQLException {
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
    }
}
