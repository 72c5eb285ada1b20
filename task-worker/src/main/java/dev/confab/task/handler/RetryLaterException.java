package dev.confab.task.handler;

import java.time.Duration;

/** The handler asks to be run again after this time. Counts as a retry; the message is seen by operators. */
public final class RetryLaterException extends Exception {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Duration delay;

    public RetryLaterException(Duration delay, String message) {
        super(message);
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a delay is not negative and not longer than a year");
        }
        this.delay = delay;
    }

    public RetryLaterException(Duration delay, String message, Throwable cause) {
        this(delay, message);
        initCause(cause);
    }

    public Duration delay() {
        return delay;
    }
}
