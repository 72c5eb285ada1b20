package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;
import dev.confab.common.stream.HubOpenings.OpeningHub;
import dev.confab.common.stream.StreamStore.StreamTop;
import dev.confab.common.stream.SubscriptionResult.Failed;
import dev.confab.common.stream.SubscriptionResult.Subscribed;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the streams that somebody on this node listens to. A stream is opened by its first subscriber and closed a
 * little after the last one has left. Events come from this node's own commits, from Kafka and, when one is missing or
 * the regular comparison with the database shows that there are more, from the database; in whatever order and number
 * they come, each subscriber gets each event once and in order. So Kafka only makes it faster.
 *
 * <p>Threads: offering an event queues it. Per stream, one virtual thread at a time delivers, so that neither a commit
 * nor the Kafka consumer waits for the receivers of a large room, and several rooms use several cores. Streams of one
 * commit share few threads: each that begins costs as much as a delivery.
 */
@ApplicationScoped
public class StreamHubs implements CommitListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(StreamHubs.class);
    private static final int SERVED_TOGETHER = 8;
    private static final int CHECK_BATCH = 1000;

    private final StreamStore store;
    private final HubContext context;
    private final HubOpenings openings;
    private final Map<UUID, OpeningHub> hubs = new ConcurrentHashMap<>();
    private final Set<StreamHub> doubtful = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("confab-hub-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("confab-hub-timer").factory());

    @Inject
    StreamHubs(DataSource dataSource, StreamConfig config, StreamMetrics metrics) {
        store = new StreamStore(dataSource);
        RecentEvents.Budget budget =
                new RecentEvents.Budget(config.hub().recentTotalSize().asLongValue());
        context = new HubContext(
                store,
                config.hub(),
                budget,
                metrics,
                threads,
                timer,
                this::verifySoon,
                hub -> hubs.computeIfPresent(hub.streamId(), (id, entry) -> entry.hub() == hub ? null : entry));
        openings = new HubOpenings(context);
        metrics.openHubs(hubs::size);
        metrics.recentBytes(budget::used);
        long period = config.hub().positionCheck().toNanos();
        var _ = timer.scheduleWithFixedDelay(this::checkPositionsSoon, period, period, TimeUnit.NANOSECONDS);
    }

    /**
     * Subscribes to a stream. Blocking when the stream is not open on this node yet (so: call on a virtual thread);
     * delivery begins with {@link StreamSubscription#start()}. Fails with a {@code ConfabException}: NOT_FOUND (no such
     * stream), UNAVAILABLE (the database cannot be reached).
     */
    public StreamSubscription subscribe(UUID streamId, SubscriptionStart start, StreamSubscriber subscriber) {
        while (true) {
            StreamHub hub = opened(open(streamId));
            HubSubscription subscription = hub.attach(start, subscriber, false);
            if (subscription == null) {
                // Closed since, or another node has stored what this one has not heard of yet.
                verify(List.of(hub));
                subscription = hub.attach(start, subscriber, true);
            }
            if (subscription != null) {
                return subscription;
            }
        }
    }

    /**
     * Subscribes to many streams, for the price of a few queries. Blocking: call on a virtual thread. Each result stands
     * for itself; they come in the order of the requests.
     */
    public List<SubscriptionResult> subscribeAll(List<SubscriptionRequest> requests) {
        List<OpeningHub> entries =
                requests.stream().map(request -> open(request.streamId())).toList();
        List<Attempt> attempts = new ArrayList<>(requests.size());
        List<StreamHub> unsure = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Attempt attempt = attempt(requests.get(i), entries.get(i));
            attempts.add(attempt);
            if (attempt.result() == null && attempt.hub() != null) {
                unsure.add(attempt.hub());
            }
        }
        ConfabException unverified = null;
        try {
            verify(unsure);
        } catch (ConfabException failure) {
            unverified = failure;
        }
        List<SubscriptionResult> results = new ArrayList<>(requests.size());
        for (Attempt attempt : attempts) {
            results.add(attempt.result() != null ? attempt.result() : second(attempt, unverified));
        }
        return results;
    }

    /** A request that was tried once; without a result where the database has to be asked first. */
    private record Attempt(
            SubscriptionRequest request,
            @Nullable StreamHub hub,
            @Nullable SubscriptionResult result) {}

    private static Attempt attempt(SubscriptionRequest request, OpeningHub entry) {
        try {
            StreamHub hub = opened(entry);
            HubSubscription subscription = hub.attach(request.start(), request.subscriber(), false);
            return new Attempt(request, hub, subscription == null ? null : new Subscribed(subscription));
        } catch (ConfabException failure) {
            return new Attempt(request, null, new Failed(failure));
        }
    }

    private SubscriptionResult second(Attempt attempt, @Nullable ConfabException unverified) {
        SubscriptionRequest request = attempt.request();
        if (unverified != null) {
            return new Failed(unverified);
        }
        HubSubscription subscription =
                attempt.hub() == null ? null : attempt.hub().attach(request.start(), request.subscriber(), true);
        if (subscription != null) {
            return new Subscribed(subscription);
        }
        try {
            return new Subscribed(subscribe(request.streamId(), request.start(), request.subscriber()));
        } catch (ConfabException failure) {
            return new Failed(failure);
        }
    }

    /** Whether anybody on this node listens to the stream. */
    public boolean isOpen(UUID streamId) {
        return hubs.containsKey(streamId);
    }

    /**
     * Whether the event with this seq could be new to somebody on this node. Cheap, so that most records from Kafka (of
     * other streams, or of this node's own commits) need not be decoded.
     */
    public boolean awaits(UUID streamId, long seq) {
        OpeningHub entry = hubs.get(streamId);
        return entry != null && entry.hub().expected() <= seq;
    }

    /** Hands over an event from outside this node, if anybody listens. Any order, any number of times. Never blocks. */
    public void offer(StreamEvent event) {
        OpeningHub entry = hubs.get(event.streamId());
        if (entry != null) {
            entry.hub().offer(event);
        }
    }

    @Override
    public void onCommitted(List<StreamEvent> events) {
        List<StreamHub> ready = new ArrayList<>();
        for (StreamEvent event : events) {
            OpeningHub entry = hubs.get(event.streamId());
            if (entry != null && entry.hub().take(event)) {
                ready.add(entry.hub());
            }
        }
        for (int from = 0; from < ready.size(); from += SERVED_TOGETHER) {
            List<StreamHub> some = ready.subList(from, Math.min(ready.size(), from + SERVED_TOGETHER));
            threads.execute(() -> some.forEach(StreamHub::serve));
        }
    }

    /** Ends all delivery without a word to the subscribers, whose connections are closed by others. */
    @Override
    @PreDestroy
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    private OpeningHub open(UUID streamId) {
        OpeningHub present = hubs.get(streamId);
        if (present != null) {
            return present;
        }
        OpeningHub fresh = new OpeningHub(new StreamHub(streamId, context));
        OpeningHub faster = hubs.putIfAbsent(streamId, fresh);
        if (faster != null) {
            return faster;
        }
        openings.add(fresh);
        return fresh;
    }

    private static StreamHub opened(OpeningHub entry) {
        try {
            return entry.opened().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof ConfabException known ? known : failed;
        }
    }

    private void checkPositionsSoon() {
        try {
            threads.execute(this::checkPositions);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("no more checks: stopping");
        }
    }

    private void checkPositions() {
        List<StreamHub> open = hubs.values().stream().map(OpeningHub::hub).toList();
        try {
            for (int i = 0; i < open.size(); i += CHECK_BATCH) {
                verify(open.subList(i, Math.min(open.size(), i + CHECK_BATCH)));
            }
        } catch (ConfabException failure) {
            LOG.debugf(failure, "The tops of the open streams could not be compared with the database");
        }
    }

    /** One query for all that are in doubt, however many events raise the doubt. */
    private void verifySoon(StreamHub hub) {
        if (doubtful.add(hub)) {
            threads.execute(() -> {
                doubtful.remove(hub);
                try {
                    verify(List.of(hub));
                } catch (ConfabException failure) {
                    LOG.debugf(failure, "Stream %s could not be compared with the database", hub.streamId());
                }
            });
        }
    }

    private void verify(List<StreamHub> some) {
        Map<StreamHub, Long> expected = new HashMap<>();
        for (StreamHub hub : some) {
            long next = hub.expected();
            if (next > 0) {
                expected.put(hub, next);
            }
        }
        if (expected.isEmpty()) {
            return;
        }
        Map<UUID, StreamTop> tops;
        try {
            tops = store.tops(
                    expected.keySet().stream().map(StreamHub::streamId).toList());
        } catch (SQLException failure) {
            throw HubFailure.unavailable(failure);
        }
        expected.forEach((hub, next) -> hub.verify(tops.get(hub.streamId()), next));
    }
}
