package dev.confab.common.relay;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting thread; a call that comes while it is busy is remembered, several count as one. */
final class RelaySignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition raised = lock.newCondition();
    private boolean up;

    void raise() {
        lock.lock();
        try {
            up = true;
            raised.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a call, at most so long, and forgets it. Whether there was one. */
    boolean await(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long due = System.nanoTime() + atMost.toNanos();
            for (long left = atMost.toNanos(); left > 0 && !up; left = due - System.nanoTime()) {
                raised.awaitNanos(left);
            }
            boolean wasUp = up;
            up = false;
            return wasUp;
        } finally {
            lock.unlock();
        }
    }
}
