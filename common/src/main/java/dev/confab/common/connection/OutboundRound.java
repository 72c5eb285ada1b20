package dev.confab.common.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one event loop that have something to write. They share its tasks: an event with many receivers wakes each
 * loop once, not once for each receiver, and its bytes leave the heap once, not for each of them. Any thread may add; queues
 * are flushed on the event loop, in the order in which they were added.
 */
final class OutboundRound {

    /** So many queues are flushed before the event loop sees to other things. */
    private static final int MAX_FLUSHES = 256;

    private final Executor eventLoop;
    private final Queue<OutboundQueue> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** Whether a round is under way; with the frame that it wrote last and its bytes outside of the heap. Of the event loop. */
    private boolean running;

    private @Nullable OutboundFrame last;

    private @Nullable ByteBuf bytesOfLast;

    OutboundRound(Executor eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Has a queue flushed soon. It adds itself again only after that has begun. */
    void add(OutboundQueue queue) {
        waiting.add(queue);
        schedule();
    }

    /** The bytes of a frame, to be released by the channel to which they are written. On the event loop. */
    ByteBuf bytes(OutboundFrame frame, ByteBufAllocator allocator) {
        if (!running) {
            return Unpooled.wrappedBuffer(frame.bytes());
        }
        ByteBuf shared = bytesOfLast;
        if (shared == null || frame != last) {
            forget();
            shared = allocator.directBuffer(frame.size()).writeBytes(frame.bytes());
            last = frame;
            bytesOfLast = shared;
        }
        return shared.retainedDuplicate();
    }

    private void forget() {
        if (bytesOfLast != null) {
            bytesOfLast.release();
        }
        bytesOfLast = null;
        last = null;
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            eventLoop.execute(this::flush);
        }
    }

    private void flush() {
        // Cleared first: whoever adds from here on schedules the next round, so nothing is left behind.
        scheduled.set(false);
        running = true;
        try {
            for (int left = MAX_FLUSHES; left > 0; left--) {
                OutboundQueue next = waiting.poll();
                if (next == null) {
                    return;
                }
                next.flush();
            }
        } finally {
            running = false;
            forget();
            if (!waiting.isEmpty()) {
                schedule();
            }
        }
    }
}
