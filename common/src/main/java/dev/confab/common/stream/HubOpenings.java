package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;
import dev.confab.common.stream.StreamStore.StreamTop;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Opens streams, many at a time: while two queries are under way, whoever else wants a stream waits for the next one,
 * which asks for all of them. So the clients of a node that died, who come back at the same moment with hundreds of
 * streams each node has never heard of, cost a few queries and not thousands.
 */
final class HubOpenings {
    private static final int WORKERS = 2;
    private static final int BATCH = 100;

    private final HubContext context;
    private final Queue<OpeningHub> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger workers = new AtomicInteger();

    /** A hub and the reading of its stream's top, for which its first subscribers wait. */
    record OpeningHub(StreamHub hub, CompletableFuture<StreamHub> opened) {
        OpeningHub(StreamHub hub) {
            this(hub, new CompletableFuture<>());
        }

        private void failed(ConfabException cause) {
            hub.lose(cause);
            opened.completeExceptionally(cause);
        }
    }

    HubOpenings(HubContext context) {
        this.context = context;
    }

    /** Opens a hub soon. Never blocks. */
    void add(OpeningHub entry) {
        waiting.add(entry);
        hire();
    }

    private void hire() {
        int busy = workers.get();
        while (busy < WORKERS && !waiting.isEmpty()) {
            if (workers.compareAndSet(busy, busy + 1)) {
                start();
                return;
            }
            busy = workers.get();
        }
    }

    private void start() {
        try {
            context.threads().execute(this::work);
        } catch (RejectedExecutionException stopping) {
            for (OpeningHub entry = waiting.poll(); entry != null; entry = waiting.poll()) {
                entry.failed(HubFailure.unavailable(stopping));
            }
        }
    }

    private void work() {
        List<OpeningHub> batch = next();
        while (!batch.isEmpty()) {
            open(batch);
            batch = next();
        }
        workers.decrementAndGet();
        // Somebody may have come between the last look and the leaving.
        hire();
    }

    private List<OpeningHub> next() {
        List<OpeningHub> batch = new ArrayList<>();
        for (OpeningHub entry = take(batch); entry != null; entry = take(batch)) {
            batch.add(entry);
        }
        return batch;
    }

    private @Nullable OpeningHub take(List<OpeningHub> batch) {
        return batch.size() < BATCH ? waiting.poll() : null;
    }

    private void open(List<OpeningHub> batch) {
        try {
            Map<UUID, StreamTop> tops = context.store()
                    .tops(batch.stream().map(entry -> entry.hub().streamId()).toList());
            Map<UUID, List<StreamEvent>> newest = newest(tops);
            for (OpeningHub entry : batch) {
                open(entry, tops, newest);
            }
        } catch (SQLException | RuntimeException | Error failure) {
            ConfabException cause = HubFailure.unavailable(failure);
            batch.stream().filter(entry -> !entry.opened().isDone()).forEach(entry -> entry.failed(cause));
        }
    }

    private static void open(OpeningHub entry, Map<UUID, StreamTop> tops, Map<UUID, List<StreamEvent>> newest) {
        StreamTop top = tops.get(entry.hub().streamId());
        if (top == null) {
            entry.failed(HubFailure.unknownStream());
            return;
        }
        List<StreamEvent> events = newest.getOrDefault(top.streamId(), List.of()).stream()
                .filter(event -> event.seq() <= top.lastSeq())
                .toList();
        entry.hub().open(top, isWhole(events, top) ? events : List.of());
        entry.opened().complete(entry.hub());
    }

    /**
     * The newest events up to the tops, of rooms only: most who come there have just been there, or want to see the last
     * lines, and they are many. A stream of one person has few subscribers, each of whom reads what it missed.
     */
    private Map<UUID, List<StreamEvent>> newest(Map<UUID, StreamTop> tops) throws SQLException {
        int count = context.settings().recentEvents();
        Map<UUID, Long> after = new HashMap<>();
        for (StreamTop top : tops.values()) {
            long first = Math.max(top.firstSeq() - 1, top.lastSeq() - count);
            if (top.kind() == StreamKind.ROOM && first < top.lastSeq()) {
                after.put(top.streamId(), first);
            }
        }
        return context.store().readMany(after, count);
    }

    private static boolean isWhole(List<StreamEvent> events, StreamTop top) {
        return !events.isEmpty()
                && events.getLast().seq() == top.lastSeq()
                && events.getLast().seq() - events.getFirst().seq() == events.size() - 1
                && events.stream().allMatch(event -> event.epoch().equals(top.epoch()));
    }
}
