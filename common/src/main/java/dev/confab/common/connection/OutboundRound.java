package dev.confab.common.connection;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The queues of one event loop that have something to write. They share its tasks: an event with many receivers wakes each
 * loop once, not once for each receiver. Any thread may add; queues are flushed on the event loop, in the order in which
 * they were added.
 */
final class OutboundRound {

    /** So many queues are flushed before the event loop sees to other things. */
    private static final int MAX_FLUSHES = 256;

    private final Executor eventLoop;
    private final Queue<OutboundQueue> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    OutboundRound(Executor eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Has a queue flushed soon. It adds itself again only after that has begun. */
    void add(OutboundQueue queue) {
        waiting.add(queue);
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            eventLoop.execute(this::flush);
        }
    }

    private void flush() {
        // Cleared first: whoever adds from here on schedules the next round, so nothing is left behind.
        scheduled.set(false);
        try {
            for (int left = MAX_FLUSHES; left > 0; left--) {
                OutboundQueue next = waiting.poll();
                if (next == null) {
                    return;
                }
                next.flush();
            }
        } finally {
            if (!waiting.isEmpty()) {
                schedule();
            }
        }
    }
}
