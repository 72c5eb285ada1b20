package dev.confab.common.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import java.util.ArrayList;
import java.util.List;
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

    /** How much leaves in one write at most, unless a frame is larger. */
    private static final int MAX_TOGETHER = 32 * 1024;

    private static final int MAX_HEADER = 10;

    private final ChannelHandlerContext channel;
    /** Nobody asks for the outcome of a single write: a failed one ends the channel. */
    private final ChannelPromise unwatched;

    private final OutboundRound round;
    private final long softLimit;
    private final long hardLimit;
    private final AtomicLong total;
    private final Queue<OutboundFrame> frames = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    /** Those that are just being written. Of the event loop. */
    private final List<OutboundFrame> together = new ArrayList<>();

    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    /** Whether anybody may be in {@link #awaitCapacity}. */
    private volatile boolean somebodyWaits;
    /** Nothing more is taken. */
    private volatile boolean closed;
    /** Nothing more is written: the close frame may be on its way. */
    private volatile boolean ended;

    private volatile boolean batching;

    /**
     * A queue for a channel.
     *
     * @param channel where frames enter that are bytes already
     * @param round that of the channel's event loop
     * @param total counts the bytes that wait on the whole node
     */
    OutboundQueue(
            ChannelHandlerContext channel, OutboundRound round, long softLimit, long hardLimit, AtomicLong total) {
        this.channel = channel;
        this.unwatched = new VoidChannelPromise(channel.channel(), false);
        this.round = round;
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
            // Said before the backlog is looked at: whoever makes it small from now on knocks.
            somebodyWaits = true;
            while (!closed && bytes.get() > softLimit / 2) {
                if (left <= 0) {
                    return false;
                }
                left = drained.awaitNanos(left);
                somebodyWaits = true;
            }
            return !closed;
        } finally {
            somebodyWaits = lock.hasWaiters(drained);
            lock.unlock();
        }
    }

    /** From now on, frames that wait together leave as one frame: a JSON array of them. */
    void batch() {
        batching = true;
    }

    /** Writes more where the channel has room again. On the event loop. */
    void flush() {
        scheduled.set(false);
        if (ended) {
            discard();
            return;
        }
        long written = 0;
        for (long size = writable() ? gather() : 0; size > 0; size = writable() ? gather() : 0) {
            write(size);
            written += size;
        }
        if (written > 0) {
            channel.flush();
            releaseOnceTaken(written);
        }
    }

    /** As a rule the kernel has taken all by now. If not, an empty write behind the rest ends when it has. */
    private void releaseOnceTaken(long size) {
        ChannelOutboundBuffer rest = channel.channel().unsafe().outboundBuffer();
        if (rest == null || rest.isEmpty()) {
            release(size);
        } else {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> release(size));
        }
    }

    /** Takes what leaves together: at least one frame if there is one, and not much at a time. Returns its size. */
    private long gather() {
        together.clear();
        long size = 0;
        for (OutboundFrame next = frames.peek(); next != null && fits(next, size); next = frames.peek()) {
            frames.poll();
            together.add(next);
            size += next.size();
        }
        return size;
    }

    private boolean fits(OutboundFrame next, long size) {
        return together.isEmpty()
                || (size + next.size() <= MAX_TOGETHER
                        && next.isText()
                        && together.getFirst().isText());
    }

    private void write(long size) {
        ByteBuf bytes;
        try {
            bytes = joined((int) size);
        } catch (RuntimeException | OutOfMemoryError failure) {
            // What was taken cannot be sent, and nothing may be skipped.
            var _ = channel.close();
            return;
        }
        var _ = channel.write(bytes, unwatched);
    }

    /** One frame may share its bytes with other connections; several are copied into one buffer, which is one write. */
    private ByteBuf joined(int size) {
        if (together.size() == 1) {
            return round.bytes(together.getFirst(), channel.alloc());
        }
        ByteBuf buffer = channel.alloc().directBuffer(size + MAX_HEADER);
        if (!batching) {
            together.forEach(frame -> buffer.writeBytes(frame.bytes()));
            return buffer;
        }
        int length = 1 + together.size();
        for (OutboundFrame frame : together) {
            length += frame.textLength();
        }
        OutboundFrame.writeTextHeader(buffer, length);
        char separator = '[';
        for (OutboundFrame frame : together) {
            buffer.writeByte(separator).writeBytes(frame.bytes(), frame.textStart(), frame.textLength());
            separator = ',';
        }
        return buffer.writeByte(']');
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
            round.add(this);
        }
    }

    private void release(long size) {
        total.addAndGet(-size);
        if ((bytes.addAndGet(-size) <= softLimit / 2 || closed) && somebodyWaits) {
            lock.lock();
            try {
                drained.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
