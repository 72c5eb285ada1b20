package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;
import dev.confab.common.stream.HubState.Closed;
import dev.confab.common.stream.HubState.Open;
import dev.confab.common.stream.HubState.Opening;
import dev.confab.common.stream.StreamStore.StreamTop;
import dev.confab.common.stream.SubscriptionStart.After;
import dev.confab.common.stream.SubscriptionStart.FromNow;
import dev.confab.common.stream.SubscriptionStart.Newest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one stream to its subscribers on this node: all of them, in order, each event once. Its lock guards all state
 * and is never held during database work or calls of subscribers. Whoever offers an event only queues it; one virtual
 * thread at a time takes what is ready and hands it to a snapshot of the receivers.
 */
final class StreamHub {
    private static final Logger LOG = Logger.getLogger(StreamHub.class);
    private static final HubSubscription[] NOBODY = {};
    private static final int ROUNDS_AMONG_OTHERS = 2;

    private final UUID streamId;
    private final HubContext context;
    private final ReentrantLock lock = new ReentrantLock();
    /** All subscriptions, and those of them that the fan-out serves; the others are catching up or not started. */
    private final Set<HubSubscription> attached = new LinkedHashSet<>();

    private final Set<HubSubscription> live = new LinkedHashSet<>();
    private HubSubscription @Nullable [] receivers = NOBODY;
    private HubState state = new Opening(new ArrayList<>());
    private long firstSeq = 1;
    private boolean fanningOut;
    private boolean filling;

    StreamHub(UUID streamId, HubContext context) {
        this.streamId = streamId;
        this.context = context;
    }

    UUID streamId() {
        return streamId;
    }

    /** Begins delivery after the given top; events that arrived meanwhile follow it. */
    void open(StreamTop top, List<StreamEvent> newest) {
        lock.lock();
        try {
            if (!(state instanceof Opening(List<StreamEvent> arrived))) {
                return;
            }
            StreamConfig.Hub settings = context.settings();
            EventSequencer sequencer = new EventSequencer(
                    top.epoch(),
                    top.lastSeq(),
                    settings.maxWaiting(),
                    settings.maxWaitingSize().asLongValue());
            long beforeNewest =
                    newest.isEmpty() ? top.lastSeq() : newest.getFirst().seq() - 1;
            RecentEvents recent = new RecentEvents(
                    beforeNewest, settings.recentEvents(), settings.recentSize().asLongValue(), context.recentBudget());
            newest.forEach(event -> recent.add(new DeliverableEvent(event)));
            firstSeq = top.firstSeq();
            state = new Open(sequencer, recent);
            arrived.forEach(this::offer);
            lingerIfUnused();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a subscription to the open hub.
     *
     * @return null if the hub is closed, or if the position asked for is above what this hub knows of and
     *     {@code believeTop} is false: then the database has to be asked
     */
    @Nullable
    HubSubscription attach(SubscriptionStart start, StreamSubscriber subscriber, boolean believeTop) {
        lock.lock();
        try {
            if (!(state instanceof Open(EventSequencer sequencer, RecentEvents ignored))) {
                return null;
            }
            StreamPosition top = new StreamPosition(sequencer.epoch(), sequencer.top());
            long from = newest(top, 0);
            boolean recovered = false;
            switch (start) {
                case FromNow() -> {}
                case Newest(int count) -> from = newest(top, count);
                case After(StreamPosition position, int otherwise) -> {
                    boolean sameHistory = position.epoch().equals(top.epoch());
                    if (sameHistory && position.seq() > top.seq() && !believeTop) {
                        return null;
                    }
                    recovered = sameHistory && position.seq() <= top.seq() && position.seq() >= firstSeq - 1;
                    from = recovered ? position.seq() + 1 : newest(top, otherwise);
                }
            }
            HubSubscription subscription =
                    new HubSubscription(this, subscriber, context.metrics(), top, from, recovered);
            attached.add(subscription);
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    private long newest(StreamPosition top, int count) {
        return Math.max(firstSeq, top.seq() - count + 1);
    }

    /** Delivery to a subscription begins: at once if it is at the top, else by a catch-up. */
    void begin(HubSubscription subscription) {
        if (!(advance(subscription) instanceof CatchUp.Joined)) {
            context.threads().execute(new CatchUp(this, subscription, context));
        }
    }

    /** The next step of a catch-up. When it is {@link CatchUp.Joined}, the fan-out serves the subscription from here on. */
    CatchUp.Step advance(HubSubscription subscription) {
        lock.lock();
        try {
            if (!(state instanceof Open(EventSequencer sequencer, RecentEvents recent)) || subscription.isEnded()) {
                return new CatchUp.Ended();
            }
            long next = subscription.next();
            if (next > sequencer.taken()) {
                live.add(subscription);
                receivers = null;
                return new CatchUp.Joined();
            }
            return recent.covers(next)
                    ? new CatchUp.Recent(recent.from(next, context.settings().pageSize()))
                    : new CatchUp.Stored(sequencer.epoch(), next);
        } finally {
            lock.unlock();
        }
    }

    void detach(HubSubscription subscription) {
        lock.lock();
        try {
            attached.remove(subscription);
            if (live.remove(subscription)) {
                receivers = null;
            }
            lingerIfUnused();
        } finally {
            lock.unlock();
        }
    }

    /** Takes an event from anywhere: own commits, Kafka, the database. Never blocks for long. */
    void offer(StreamEvent event) {
        if (take(event)) {
            context.threads().execute(this::fanOutAll);
        }
    }

    /** As {@link #offer}, but leaves it to the caller to have {@link #serve} run, if this says so. */
    boolean take(StreamEvent event) {
        lock.lock();
        try {
            switch (state) {
                case Opening(List<StreamEvent> arrived) -> {
                    if (arrived.size() < context.settings().maxWaiting()) {
                        arrived.add(event);
                    }
                }
                case Open(EventSequencer sequencer, RecentEvents ignored) -> {
                    if (event.epoch().equals(sequencer.epoch())) {
                        sequencer.offer(event);
                        return proceed(sequencer);
                    }
                    // An old event from Kafka, or a new history: only the database knows.
                    context.verifier().accept(this);
                }
                case Closed ignored -> {}
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The seq that would get ready next; to be read before the database is asked for the top. Zero if not open. */
    long expected() {
        lock.lock();
        try {
            return state instanceof Open(EventSequencer sequencer, RecentEvents ignored) ? sequencer.next() : 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Compares with what the database says.
     *
     * @param expected what {@link #expected()} was before the database was asked
     */
    void verify(@Nullable StreamTop top, long expected) {
        if (top == null) {
            lose(HubFailure.unknownStream());
            return;
        }
        boolean otherHistory = false;
        lock.lock();
        try {
            if (state instanceof Open(EventSequencer sequencer, RecentEvents ignored)) {
                otherHistory = !top.epoch().equals(sequencer.epoch()) || top.lastSeq() < expected - 1;
                if (!otherHistory) {
                    firstSeq = top.firstSeq();
                    sequencer.exists(top.lastSeq());
                    if (proceed(sequencer)) {
                        context.threads().execute(this::fanOutAll);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
        if (otherHistory) {
            lose(HubFailure.otherHistory());
        }
    }

    /** The position behind which events are missing; null, and the filling is over, if none are. */
    @Nullable
    StreamPosition gap() {
        lock.lock();
        try {
            if (state instanceof Open(EventSequencer sequencer, RecentEvents ignored) && sequencer.hasGap()) {
                return new StreamPosition(sequencer.epoch(), sequencer.next() - 1);
            }
            filling = false;
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends delivery to everybody. */
    void lose(ConfabException cause) {
        List<HubSubscription> losers;
        lock.lock();
        try {
            losers = List.copyOf(attached);
            close(cause);
        } finally {
            lock.unlock();
        }
        losers.forEach(subscription -> subscription.lose(cause));
    }

    /** Under the lock: sees to it that what is missing is fetched. True if the fan-out has to begin. */
    private boolean proceed(EventSequencer sequencer) {
        if (sequencer.hasGap() && !filling) {
            filling = true;
            later(context.settings().gapWait(), () -> context.threads().execute(new GapFill(this, context)));
        }
        if (fanningOut || !sequencer.hasReady()) {
            return false;
        }
        fanningOut = true;
        return true;
    }

    /**
     * Delivers what is ready, on a virtual thread; one at a time, see {@link #take}. Where much comes, what is left goes on
     * on another thread, so that other streams need not wait for this one.
     */
    void serve() {
        boolean more = true;
        for (int round = 0; round < ROUNDS_AMONG_OTHERS && more; round++) {
            more = fanOut();
        }
        if (more) {
            context.threads().execute(this::fanOutAll);
        }
    }

    private void fanOutAll() {
        boolean more = true;
        while (more) {
            more = fanOut();
        }
    }

    /** Delivers what is ready now; false if that was nothing, and the fan-out is over. */
    private boolean fanOut() {
        List<DeliverableEvent> events;
        HubSubscription[] targets;
        lock.lock();
        try {
            if (!(state instanceof Open(EventSequencer sequencer, RecentEvents recent)) || !sequencer.hasReady()) {
                fanningOut = false;
                return false;
            }
            events = sequencer.take();
            events.forEach(recent::add);
            if (receivers == null) {
                receivers = live.toArray(NOBODY);
            }
            targets = receivers;
            var _ = proceed(sequencer);
        } finally {
            lock.unlock();
        }
        for (HubSubscription target : targets) {
            target.deliver(events);
        }
        context.metrics().delivered(events.size());
        return true;
    }

    /** Under the lock. */
    private void lingerIfUnused() {
        if (attached.isEmpty() && !(state instanceof Closed)) {
            later(context.settings().linger(), this::closeIfUnused);
        }
    }

    private void closeIfUnused() {
        lock.lock();
        try {
            if (attached.isEmpty() && state instanceof Open) {
                close(null);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock. */
    private void close(@Nullable ConfabException cause) {
        if (state instanceof Open(EventSequencer ignored, RecentEvents recent)) {
            recent.clear();
        }
        if (!(state instanceof Closed)) {
            state = new Closed(cause);
            context.closed().accept(this);
        }
    }

    private void later(Duration delay, Runnable task) {
        try {
            var _ = context.timer().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("nothing is scheduled any more: stopping");
        }
    }
}
