package dev.confab.common.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The requests that wait for one writer, bounded in number and bytes. Many offer, one takes. */
final class AppendQueue {
    private final int maxLength;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<PendingAppend> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    /** What became of an offer. */
    enum Offer {
        QUEUED,
        FULL,
        CLOSED
    }

    AppendQueue(int maxLength, long maxBytes) {
        this.maxLength = maxLength;
        this.maxBytes = maxBytes;
    }

    Offer offer(PendingAppend append) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (waiting.size() >= maxLength || bytes + append.weight() > maxBytes) {
                return Offer.FULL;
            }
            waiting.add(append);
            bytes += append.weight();
            changed.signal();
            return Offer.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a request, or the queue is closed. */
    void await() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the first request and takes all that wait, up to {@code max}. Empty: closed, and nothing is left. */
    List<PendingAppend> take(int max) throws InterruptedException {
        lock.lock();
        try {
            await();
            List<PendingAppend> batch = new ArrayList<>(Math.min(max, waiting.size()));
            while (batch.size() < max && !waiting.isEmpty()) {
                PendingAppend next = waiting.remove();
                bytes -= next.weight();
                batch.add(next);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Takes out those for which it is too late. */
    List<PendingAppend> takeExpired(long now) {
        // All wait equally long, so the oldest are in front.
        return takeWhile(next -> next.isExpired(now));
    }

    List<PendingAppend> takeAll() {
        return takeWhile(next -> true);
    }

    private List<PendingAppend> takeWhile(Predicate<PendingAppend> condition) {
        lock.lock();
        try {
            List<PendingAppend> taken = new ArrayList<>();
            for (PendingAppend next = waiting.peek(); next != null && condition.test(next); next = waiting.peek()) {
                bytes -= next.weight();
                taken.add(waiting.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    int length() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what comes from now on; what waits is still taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
