package dev.confab.task.query;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * A value that takes a query, for those who must not wait: they get the last one, and a new one is fetched beside if it is
 * older than some seconds.
 */
final class Sample<T> {
    private static final Logger LOG = Logger.getLogger(Sample.class);
    private static final long FRESH_NANOS = 5_000_000_000L;

    private final Callable<T> query;
    private final AtomicBoolean fetching = new AtomicBoolean();
    private volatile T value;
    private volatile long fetchedAt = System.nanoTime() - FRESH_NANOS;

    Sample(T first, Callable<T> query) {
        value = first;
        this.query = query;
    }

    T get() {
        if (System.nanoTime() - fetchedAt >= FRESH_NANOS && fetching.compareAndSet(false, true)) {
            Thread.ofVirtual().name("task-sample").start(this::fetch);
        }
        return value;
    }

    private void fetch() {
        try {
            value = query.call();
        } catch (Exception away) {
            // The last value stands; the database's own metrics tell that it is away.
            LOG.debug("No new sample", away);
        } finally {
            fetchedAt = System.nanoTime();
            fetching.set(false);
        }
    }
}
