package dev.confab.common.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The last events of one stream, without gaps, bounded in number and bytes, and all streams together in bytes. Not safe
 * for use by several threads.
 */
final class RecentEvents {
    private final @Nullable DeliverableEvent[] ring;
    private final long maxBytes;
    private final Budget budget;
    private long first;
    private long end;
    private long bytes;

    /** What all streams of the node may keep together. */
    static final class Budget {
        private final long max;
        private final AtomicLong used = new AtomicLong();

        Budget(long max) {
            this.max = max;
        }

        long used() {
            return used.get();
        }
    }

    /** @param lastSeq the seq before the first event that will be added */
    RecentEvents(long lastSeq, int capacity, long maxBytes, Budget budget) {
        this.ring = new @Nullable DeliverableEvent[Math.max(1, capacity)];
        this.maxBytes = maxBytes;
        this.budget = budget;
        this.first = lastSeq + 1;
        this.end = lastSeq + 1;
    }

    /** Adds the event that follows the last one. */
    void add(DeliverableEvent event) {
        if (event.seq() != end) {
            throw new IllegalArgumentException("expected seq " + end + ", not " + event.seq());
        }
        if (event.event().redactsOthers()) {
            // What it took back stands in the events before it, and is in the database no more.
            clear();
        }
        if (end - first == ring.length) {
            removeFirst();
        }
        ring[index(end)] = event;
        end++;
        grow(weightOf(event));
        while (end - first > 1 && (bytes > maxBytes || budget.used.get() > budget.max)) {
            removeFirst();
        }
    }

    /** Whether the event with this seq is kept. */
    boolean covers(long seq) {
        return first <= seq && seq < end;
    }

    /** The events from this seq on, at most {@code limit}. */
    List<DeliverableEvent> from(long seq, int limit) {
        List<DeliverableEvent> events = new ArrayList<>();
        for (long at = seq; at < end && events.size() < limit; at++) {
            DeliverableEvent event = ring[index(at)];
            if (event == null) {
                throw new IllegalStateException("seq " + at + " is not kept");
            }
            events.add(event);
        }
        return events;
    }

    /** Lets all go. */
    void clear() {
        while (first < end) {
            removeFirst();
        }
    }

    private void removeFirst() {
        DeliverableEvent removed = ring[index(first)];
        ring[index(first)] = null;
        first++;
        if (removed != null) {
            grow(-weightOf(removed));
        }
    }

    private void grow(long by) {
        bytes += by;
        budget.used.addAndGet(by);
    }

    /** The encoded forms that an event keeps are about as large as itself. */
    private static long weightOf(DeliverableEvent event) {
        return 2L * event.event().weight();
    }

    private int index(long seq) {
        return (int) (seq % ring.length);
    }
}
