package dev.confab.common.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts the events of one stream in order: whatever is offered, in whatever order and how often, comes out as 1, 2, 3 ...
 * exactly once. What arrives early is kept, within bounds: beyond them it is forgotten but for the fact that it exists,
 * so that it shows up as a {@linkplain #hasGap() gap} to be read from the database. Not safe for use by several threads.
 */
final class EventSequencer {
    private final String epoch;
    private final int maxWaiting;
    private final long maxBytes;
    private final ArrayDeque<DeliverableEvent> ready = new ArrayDeque<>();
    private final TreeMap<Long, StreamEvent> early = new TreeMap<>();
    private long waitingBytes;
    private long next;
    private long top;
    private long taken;

    /** @param lastSeq the last event that is not to come out */
    EventSequencer(String epoch, long lastSeq, int maxWaiting, long maxBytes) {
        this.epoch = epoch;
        this.maxWaiting = maxWaiting;
        this.maxBytes = maxBytes;
        this.next = lastSeq + 1;
        this.top = lastSeq;
        this.taken = lastSeq;
    }

    String epoch() {
        return epoch;
    }

    /** The seq of the next event to get ready: all below are, or were taken. */
    long next() {
        return next;
    }

    /** The last event that is known to exist. */
    long top() {
        return top;
    }

    /** The last event that came out. */
    long taken() {
        return taken;
    }

    /** Accepts an event of this stream and epoch. */
    void offer(StreamEvent event) {
        if (event.seq() < next) {
            return;
        }
        top = Math.max(top, event.seq());
        if (event.seq() == next && hasRoom()) {
            makeReady(event);
            promote();
        } else if (!early.containsKey(event.seq()) && makeRoomFor(event.seq())) {
            early.put(event.seq(), event);
            waitingBytes += event.weight();
        }
    }

    /** Notes that events up to this seq exist. */
    void exists(long seq) {
        top = Math.max(top, seq);
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Takes all that is ready, in order. */
    List<DeliverableEvent> take() {
        List<DeliverableEvent> events = new ArrayList<>(ready);
        ready.clear();
        events.forEach(event -> waitingBytes -= event.event().weight());
        if (!events.isEmpty()) {
            taken = events.getLast().seq();
        }
        promote();
        return events;
    }

    /** Whether something exists that is not here and could be taken in now. */
    boolean hasGap() {
        return next <= top && hasRoom();
    }

    private void promote() {
        for (StreamEvent event = early.get(next); event != null && readyHasRoom(); event = early.get(next)) {
            early.remove(next);
            waitingBytes -= event.weight();
            makeReady(event);
        }
    }

    private void makeReady(StreamEvent event) {
        ready.add(new DeliverableEvent(event));
        waitingBytes += event.weight();
        next++;
    }

    private boolean readyHasRoom() {
        return ready.size() < maxWaiting;
    }

    private boolean hasRoom() {
        // An empty queue takes an event of any size, or nothing would ever move.
        return ready.isEmpty() || (readyHasRoom() && waitingBytes < maxBytes);
    }

    /** The farthest ones go first: they are needed last. */
    private boolean makeRoomFor(long seq) {
        while (!early.isEmpty() && (early.size() >= maxWaiting || waitingBytes >= maxBytes)) {
            if (early.lastKey() < seq) {
                return false;
            }
            waitingBytes -= early.pollLastEntry().getValue().weight();
        }
        return waitingBytes < maxBytes;
    }
}
