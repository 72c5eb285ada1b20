package dev.confab.common.connection;

/** How many errors a connection has caused lately. Used by one thread at a time. */
public final class ErrorBudget {

    private static final long WINDOW_NANOS = 10_000_000_000L;

    private final int most;
    private long windowStart;
    private int errors;

    /** So many errors within ten seconds are forgiven. */
    public ErrorBudget(int most) {
        this.most = most;
        this.windowStart = System.nanoTime();
    }

    /** Counts one; false when that was one too many. */
    public boolean spend() {
        long now = System.nanoTime();
        if (now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            errors = 0;
        }
        return ++errors <= most;
    }
}
