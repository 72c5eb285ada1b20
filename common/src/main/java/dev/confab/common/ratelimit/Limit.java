package dev.confab.common.ratelimit;

import java.time.Duration;

/**
 * How often something is allowed: {@code permits} at once, refilled evenly over {@code per}.
 *
 * @param permits how many may pass in a burst, at least 1
 * @param per the time in which a spent burst is whole again
 */
public record Limit(int permits, Duration per) {

    /** Checks the numbers. */
    public Limit {
        if (permits < 1 || per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException("A limit needs at least one permit and a positive time");
        }
    }

    /** A limit per second with a burst of the same size. */
    public static Limit perSecond(int permits) {
        return new Limit(permits, Duration.ofSeconds(1));
    }

    long microsPerPermit() {
        return Math.max(1, per.toNanos() / 1_000 / permits);
    }

    long burstMicros() {
        return microsPerPermit() * permits;
    }
}
