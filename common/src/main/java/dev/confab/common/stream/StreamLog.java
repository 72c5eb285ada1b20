package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.id.Uuid7;
import dev.confab.common.stream.AppendResult.Appended;
import dev.confab.common.stream.AppendResult.Duplicate;
import dev.confab.common.stream.AppendResult.UnknownStream;
import dev.confab.common.stream.StreamStore.IdentifiedRequest;
import dev.confab.common.transaction.CallerTransaction;
import io.quarkus.arc.All;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Stores events at the end of streams and reads them back. */
@ApplicationScoped
public class StreamLog implements AutoCloseable {
    private final StreamStore store;
    private final CallerTransaction callerTransaction;
    private final List<CommitListener> listeners;
    private final StreamMetrics metrics;
    private final Duration timeout;
    private final Duration retryAfter;
    private final long maxEventSize;
    private final @Nullable String incarnation;
    /** Connections of callers that are known to lead to the database that the incarnation was noted for. */
    private final Set<PGConnection> verified =
            Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    private final List<AppendQueue> queues = new ArrayList<>();
    private final List<AppendLane> lanes = new ArrayList<>();

    @Inject
    StreamLog(
            DataSource dataSource,
            StreamConfig config,
            CallerTransaction callerTransaction,
            @All List<CommitListener> listeners,
            StreamMetrics metrics) {
        this.store = new StreamStore(dataSource);
        this.callerTransaction = callerTransaction;
        this.listeners = listeners;
        this.metrics = metrics;
        StreamConfig.Append append = config.append();
        this.timeout = append.timeout();
        this.retryAfter = append.retryAfter();
        this.maxEventSize = append.maxEventSize().asLongValue();
        this.incarnation = config.incarnation().orElse(null);
        for (int i = 0; i < append.lanes(); i++) {
            AppendQueue queue =
                    new AppendQueue(append.queueLength(), append.queueSize().asLongValue());
            queues.add(queue);
            lanes.add(new AppendLane(
                    i, queue, new LaneConnection(dataSource, store, config), listeners, metrics, config));
        }
        metrics.queueDepth(() -> queues.stream().mapToInt(AppendQueue::length).sum());
    }

    /**
     * Stores an event together with others that wait, in one transaction. Never blocks the caller. What is queued cannot
     * be taken back. The result arrives after the commit, on a thread of the log: move elsewhere for anything that takes
     * long. Requests of one thread for one stream are stored in the order of the calls. Fails with a
     * {@code ConfabException}: OVERLOADED (refused, nothing stored), UNAVAILABLE (the database did not answer in time;
     * whether the event is stored is unknown, repeat with the same client id), INVALID_REQUEST (the content cannot be
     * stored).
     */
    public CompletableFuture<AppendResult> append(AppendRequest request) {
        String objection = objection(request);
        if (objection != null) {
            return CompletableFuture.failedFuture(new ConfabException(ErrorCode.INVALID_REQUEST, objection));
        }
        PendingAppend append = new PendingAppend(
                new IdentifiedRequest(Uuid7.create(), request),
                System.nanoTime() + timeout.toNanos(),
                new CompletableFuture<>());
        AppendQueue queue = queues.get(Math.floorMod(request.streamId().hashCode(), queues.size()));
        return switch (queue.offer(append)) {
            case QUEUED -> append.result();
            case FULL -> {
                metrics.refused();
                yield CompletableFuture.failedFuture(new ConfabException(
                        ErrorCode.OVERLOADED, "too much waits to be stored; try again", retryAfter));
            }
            case CLOSED ->
                CompletableFuture.failedFuture(new ConfabException(
                        ErrorCode.UNAVAILABLE, "this node is stopping; try another one", retryAfter));
        };
    }

    /** Makes an empty stream in the caller's transaction. Blocking. */
    public void create(UUID streamId, StreamKind kind, String name) {
        blocking(() -> {
            try (Connection connection = callerTransaction.connection()) {
                StreamStore.create(connection, streamId, kind, name);
                return streamId;
            }
        });
    }

    /** Makes those of the streams that do not exist yet, in the caller's transaction. Blocking. */
    public void createMissing(StreamKind kind, Map<UUID, String> names) {
        blocking(() -> {
            try (Connection connection = callerTransaction.connection()) {
                StreamStore.createMissing(connection, kind, names);
                return kind;
            }
        });
    }

    /**
     * Stores an event in the caller's transaction, and distributes it after that commit. Blocking. It locks the stream
     * until the transaction ends, so do it last (several streams: {@link #appendAllInTransaction}) and commit soon. A
     * client id that was used before fails with CONFLICT, an unknown stream with NOT_FOUND; both leave the transaction
     * usable.
     */
    public StreamEvent appendInTransaction(AppendRequest request) {
        return appendAllInTransaction(List.of(request)).getFirst();
    }

    /**
     * Stores events of any streams in one statement of the caller's transaction, as {@link #appendInTransaction} does with
     * one: in their order per stream, the streams locked in the order of their ids. If one of them fails, the caller has
     * to roll back.
     */
    public List<StreamEvent> appendAllInTransaction(List<AppendRequest> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        for (AppendRequest request : requests) {
            String objection = objection(request);
            if (objection != null) {
                throw new ConfabException(ErrorCode.INVALID_REQUEST, objection);
            }
        }
        List<AppendResult> results = blocking(() -> {
            try (Connection connection = callerTransaction.connection()) {
                seeIncarnation(connection);
                return store.append(
                        connection,
                        requests.stream()
                                .map(request -> new IdentifiedRequest(Uuid7.create(), request))
                                .toList(),
                        false);
            }
        });
        List<StreamEvent> events = results.stream().map(StreamLog::appended).toList();
        callerTransaction.afterCommit(() -> listeners.forEach(listener -> listener.onCommitted(events)));
        return events;
    }

    private static StreamEvent appended(AppendResult result) {
        return switch (result) {
            case Appended(StreamEvent event) -> event;
            case Duplicate ignored -> throw new ConfabException(ErrorCode.CONFLICT, "this client id was used before");
            case UnknownStream unknown ->
                throw new ConfabException(ErrorCode.NOT_FOUND, "there is no stream " + unknown.streamId());
        };
    }

    /**
     * Deletes a stream with all its events, in the caller's transaction, which locks it until it ends. What the relay has
     * not published by then is published no more. Whoever listens to the stream is told (NOT_FOUND) within the interval in
     * which nodes compare their streams with the database. Blocking.
     */
    public void deleteInTransaction(UUID streamId) {
        blocking(() -> {
            try (Connection connection = callerTransaction.connection()) {
                StreamStore.delete(connection, streamId);
                return streamId;
            }
        });
    }

    /**
     * Forgets the beginning of a stream in the caller's transaction, which locks it until it ends: at most {@code limit}
     * events from before that time, and none that the relay has still to publish. Hubs notice within the interval in which
     * nodes compare their streams with the database. Blocking.
     *
     * @return the seq of the oldest event that is kept; empty if there was nothing to forget
     */
    public OptionalLong truncateInTransaction(UUID streamId, Instant before, int limit) {
        return blocking(() -> {
            try (Connection connection = callerTransaction.connection()) {
                return StreamStore.truncate(connection, streamId, before, limit);
            }
        });
    }

    /**
     * Replaces what events of a stream say, for ever, in the caller's transaction; those that are not kept any more are
     * passed over. The caller has just appended the event that tells of it ({@link StreamEvent#redactsOthers}) in the same
     * transaction, and so holds the lock of the stream. Who reads the stream from an earlier position after the commit gets
     * the new data, on every node. What was delivered or published before is out of reach. Blocking.
     *
     * @param data JSON objects by the places of the events
     */
    public void redactInTransaction(UUID streamId, Map<Long, String> data) {
        blocking(() -> {
            try (Connection connection = callerTransaction.connection()) {
                return StreamStore.redact(connection, streamId, data);
            }
        });
    }

    /** As the lanes do with their connections: nothing new may be stored under the epoch of another history. */
    private void seeIncarnation(Connection connection) throws SQLException {
        PGConnection physical = connection.unwrap(PGConnection.class);
        if (!verified.contains(physical)) {
            store.incarnation(connection, incarnation);
            callerTransaction.afterCommit(() -> verified.add(physical));
        }
    }

    /** The first events after the given seq, ascending, at most {@code limit}. Blocking. */
    public List<StreamEvent> read(UUID streamId, long afterSeq, int limit) {
        return blocking(() -> store.read(streamId, afterSeq, limit));
    }

    /** The last events of a type below the given seq, newest first, at most {@code limit}. Blocking. */
    public List<StreamEvent> readBackwards(UUID streamId, String type, long beforeSeq, int limit) {
        return blocking(() -> store.readBackwards(streamId, type, beforeSeq, limit));
    }

    /** The tops of the given streams; those that do not exist are absent. Blocking, one query. */
    public Map<UUID, StreamPosition> positions(Collection<UUID> streamIds) {
        Map<UUID, StreamPosition> positions = new HashMap<>();
        blocking(() -> store.tops(streamIds)).forEach((id, top) -> positions.put(id, top.position()));
        return positions;
    }

    /** Refuses new appends, finishes what is queued and waits for it. */
    @Override
    @PreDestroy
    public void close() {
        lanes.forEach(AppendLane::close);
    }

    /** What is wrong with a request that can be said without the database. */
    private @Nullable String objection(AppendRequest request) {
        if (request.data().length() > maxEventSize) {
            return "the event is larger than " + maxEventSize + " bytes";
        }
        return StoredText.isStorable(request.data())
                        && StoredText.isStorable(request.type())
                        && StoredText.isStorable(request.actorName())
                        && StoredText.isStorable(request.clientId())
                        && StoredText.isStorable(request.requestId())
                        && StoredText.isStorable(request.traceParent())
                ? null
                : "the text holds a NUL or half a surrogate pair";
    }

    private interface Query<T> {
        T run() throws SQLException;
    }

    private static <T> T blocking(Query<T> query) {
        try {
            return query.run();
        } catch (SQLException failure) {
            throw switch (AppendFailure.of(failure)) {
                case CONTENT -> new ConfabException(ErrorCode.INVALID_REQUEST, "the content cannot be stored", failure);
                case BUSY -> new ConfabException(ErrorCode.UNAVAILABLE, "the stream is busy; try again", failure);
                case UNREACHABLE ->
                    new ConfabException(ErrorCode.UNAVAILABLE, "the database cannot be reached; try again", failure);
            };
        }
    }
}
