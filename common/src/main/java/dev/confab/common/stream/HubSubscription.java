package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One receiver's place in a hub. Its own lock makes calls of the subscriber serial; it may be held when the hub's lock is
 * taken, never the other way round.
 */
final class HubSubscription implements StreamSubscription {
    private static final Logger LOG = Logger.getLogger(HubSubscription.class);

    private final StreamHub hub;
    private final StreamSubscriber subscriber;
    private final StreamMetrics metrics;
    private final StreamPosition top;
    private final long from;
    private final boolean recovered;
    private boolean started;
    private volatile boolean ended;
    /** Why it ended before it began; told when it begins. */
    private @Nullable ConfabException lostBefore;
    /** Touched by one deliverer at a time: first the catch-up, and after joining the fan-out of the hub. */
    private volatile long next;

    HubSubscription(
            StreamHub hub,
            StreamSubscriber subscriber,
            StreamMetrics metrics,
            StreamPosition top,
            long from,
            boolean recovered) {
        this.hub = hub;
        this.subscriber = subscriber;
        this.metrics = metrics;
        this.top = top;
        this.from = from;
        this.recovered = recovered;
        this.next = from;
    }

    @Override
    public StreamPosition top() {
        return top;
    }

    @Override
    public long from() {
        return from;
    }

    @Override
    public boolean recovered() {
        return recovered;
    }

    @Override
    public void start() {
        ConfabException lost;
        synchronized (this) {
            if (started) {
                return;
            }
            started = true;
            lost = lostBefore;
        }
        if (lost == null) {
            hub.begin(this);
        } else {
            tellLost(lost);
        }
    }

    @Override
    public void close() {
        ended = true;
        hub.detach(this);
    }

    boolean isEnded() {
        return ended;
    }

    /** The seq that comes next. */
    long next() {
        return next;
    }

    boolean awaitCapacity() throws InterruptedException {
        try {
            return subscriber.awaitCapacity();
        } catch (RuntimeException | Error defect) {
            fail(defect);
            return false;
        }
    }

    /** Hands over events in order; those that were delivered before are left out. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one deliverer at a time, and under the lock
    synchronized void deliver(List<DeliverableEvent> events) {
        for (DeliverableEvent event : events) {
            if (ended) {
                return;
            }
            if (event.seq() < next) {
                continue;
            }
            if (event.seq() > next) {
                fail(new IllegalStateException("seq " + event.seq() + " instead of " + next));
                return;
            }
            try {
                subscriber.onEvent(event);
            } catch (RuntimeException | Error defect) {
                fail(defect);
                return;
            }
            next++;
        }
    }

    /** Ends delivery for a reason that the receiver has to know, as soon as it is ready to hear anything. */
    synchronized void lose(ConfabException cause) {
        if (ended) {
            return;
        }
        close();
        metrics.lost();
        if (started) {
            tellLost(cause);
        } else {
            lostBefore = cause;
        }
    }

    private void tellLost(ConfabException cause) {
        try {
            subscriber.onLost(cause);
        } catch (RuntimeException | Error defect) {
            LOG.error("A subscriber failed when told that its delivery ended", defect);
        }
    }

    private void fail(Throwable defect) {
        LOG.error("A subscriber failed; its delivery ends", defect);
        lose(new ConfabException(ErrorCode.INTERNAL, "delivery failed", defect));
    }
}
