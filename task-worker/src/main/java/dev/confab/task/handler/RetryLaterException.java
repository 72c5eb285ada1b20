package dev.confab.task.handler;

import java.time.Duration;

/**
 * The handler asks to be run again after this time. Counts as a retry, unless it says that it does not; the message is seen
 * by operators.
 */
public final class RetryLaterException extends Exception {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Duration delay;
    private final boolean counted;

    public RetryLaterException(Duration delay, String message) {
        this(delay, message, true);
    }

    private RetryLaterException(Duration delay, String message, boolean counted) {
        super(message);
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a delay is not negative and not longer than a year");
        }
        this.delay = delay;
        this.counted = counted;
    }

    /**
     * The task could not do anything yet, because what it needs is away: the attempt uses up none of its retries. It is the
     * handler's to stop asking some day.
     */
    public static RetryLaterException uncounted(Duration delay, String message, Throwable cause) {
        RetryLaterException later = new RetryLaterException(delay, message, false);
        later.initCause(cause);
        return later;
    }

    public RetryLaterException(Duration delay, String message, Throwable cause) {
        this(delay, message);
        initCause(cause);
    }

    public Duration delay() {
        return delay;
    }

    /** Whether it uses up a retry. */
    public boolean counted() {
        return counted;
    }
}
