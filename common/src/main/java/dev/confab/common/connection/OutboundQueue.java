package dev.confab.common.connection;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for one client, bounded in bytes. A frame's bytes count from the moment it is offered until the kernel took it.
 *
 * <p>Frames leave in the order in which they were offered, in one flush for all that wait. Any thread may offer; nothing
 * blocks but {@link #awaitCapacity}.
 */
final class OutboundQueue {

    /** What became of an offered frame. */
    enum Offer {
        TAKEN,
        /** Ephemeral, and there is a backlog. */
        DROPPED,
        /** There is no room left: the client reads too slowly. */
        FULL,
        CLOSED
    }

    private final ChannelHandlerContext channel;
    private final long softLimit;
    private final long hardLimit;
    private final AtomicLong total;
    private final Queue<OutboundFrame> frames = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    /** Nothing more is taken. */
    private volatile boolean closed;
    /** Nothing more is written: the close frame may be on its way. */
    private volatile boolean ended;

    /**
     * A queue for a channel.
     *
     * @param total counts the bytes that wait on the whole node
     */
    OutboundQueue(ChannelHandlerContext channel, long softLimit, long hardLimit, AtomicLong total) {
        this.channel = channel;
        this.softLimit = softLimit;
        this.hardLimit = hardLimit;
        this.total = total;
    }

    Offer offer(OutboundFrame frame) {
        if (closed) {
            return Offer.CLOSED;
        }
        long after = bytes.addAndGet(frame.size());
        if (after > (frame.isEphemeral() ? softLimit : hardLimit)) {
            bytes.addAndGet(-frame.size());
            return frame.isEphemeral() ? Offer.DROPPED : Offer.FULL;
        }
        total.addAndGet(frame.size());
        frames.add(frame);
        schedule();
        return Offer.TAKEN;
    }

    long bytes() {
        return bytes.get();
    }

    /** Waits on a virtual thread until the backlog is small; false when that took too long or the queue is closed. */
    boolean awaitCapacity(long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
        lock.lockInterruptibly();
        try {
            while (!closed && bytes.get() > softLimit / 2) {
                if (left <= 0) {
                    return false;
                }
                left = drained.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Writes more where the channel has room again. On the event loop. */
    void flush() {
        scheduled.set(false);
        if (ended) {
            discard();
            return;
        }
        long batch = 0;
        OutboundFrame frame = writable() ? frames.poll() : null;
        while (frame != null) {
            batch += frame.size();
            OutboundFrame next = writable() ? frames.poll() : null;
            ChannelFuture written = channel.write(
                    Unpooled.wrappedBuffer(frame.bytes()), next == null ? channel.newPromise() : channel.voidPromise());
            if (next == null) {
                long size = batch;
                written.addListener(done -> release(size));
            }
            frame = next;
        }
        if (batch > 0) {
            channel.flush();
        }
    }

    /**
     * Takes nothing more. On the event loop.
     *
     * @param discard whether what waits is thrown away; otherwise it is handed to the channel whole
     */
    void close(boolean discard) {
        closed = true;
        if (!discard) {
            flush();
        }
        ended = true;
        discard();
    }

    private void discard() {
        long dropped = 0;
        for (OutboundFrame frame = frames.poll(); frame != null; frame = frames.poll()) {
            dropped += frame.size();
        }
        release(dropped);
    }

    private boolean writable() {
        return closed || channel.channel().isWritable();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            channel.executor().execute(this::flush);
        }
    }

    private void release(long size) {
        total.addAndGet(-size);
        if (bytes.addAndGet(-size) <= softLimit / 2 || closed) {
            lock.lock();
            try {
                drained.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
