package dev.confab.common.ratelimit;

import java.time.Duration;

/** What a {@link RateLimiter} says. */
public sealed interface Decision {

    /** Go on. */
    record Allowed() implements Decision {}

    /**
     * Not now.
     *
     * @param retryAfter when one permit will be there again, positive
     */
    record Refused(Duration retryAfter) implements Decision {}
}
