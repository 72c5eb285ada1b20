package dev.confab.task.background;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.Backoff;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a step on a virtual thread of its own: after the time that the step asks for, or sooner when it is woken. A step
 * that fails is repeated after a pause that grows, whatever the failure was: nothing here ends by itself.
 */
public final class BackgroundLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BackgroundLoop.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    /** What is repeated. */
    @FunctionalInterface
    public interface Step {
        /** Does it once, and returns how long to wait before the next one; zero for none. */
        Duration run() throws Exception;
    }

    private final String name;
    private final Step step;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean wake;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    public BackgroundLoop(String name, Step step) {
        this.name = name;
        this.step = step;
    }

    public synchronized void start() {
        if (thread == null && !stopping) {
            thread = Thread.ofVirtual().name("confab-" + name).start(this::repeat);
        }
    }

    /** Ends the wait before the next step, or, during a step, the one after it. Never blocks for long. */
    public void wake() {
        lock.lock();
        try {
            wake = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the running step end, for seconds at most; then it is interrupted. There is no further one. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            stopping = true;
            running = thread;
        }
        wake();
        if (running == null) {
            return;
        }
        try {
            if (!running.join(STOP_LIMIT)) {
                running.interrupt();
                running.join(STOP_LIMIT);
            }
        } catch (InterruptedException stop) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends as in a killed process: no step is waited for. For tests of exactly that. */
    public synchronized void die() {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void repeat() {
        Backoff backoff = Backoff.forDatabase();
        boolean failing = false;
        try {
            while (!stopping) {
                try {
                    Duration pause = step.run();
                    backoff.reset();
                    if (failing) {
                        failing = false;
                        LOG.infof("%s goes on", name);
                    }
                    await(pause);
                } catch (InterruptedException stop) {
                    throw stop;
                } catch (Exception failure) {
                    if (stopping) {
                        return;
                    }
                    tell(failure, failing);
                    failing = true;
                    backoff.pause();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Exception failure, boolean again) {
        boolean passing = ConfabException.of(failure).code() == ErrorCode.UNAVAILABLE;
        if (!passing) {
            LOG.errorf(failure, "%s failed and is tried again", name);
        } else if (!again) {
            LOG.warnf("%s waits for the database: %s", name, failure.getMessage());
        }
    }

    private void await(Duration pause) throws InterruptedException {
        lock.lock();
        try {
            long due = System.nanoTime() + pause.toNanos();
            for (long left = pause.toNanos(); left > 0 && !wake && !stopping; left = due - System.nanoTime()) {
                woken.awaitNanos(left);
            }
            wake = false;
        } finally {
            lock.unlock();
        }
    }
}
