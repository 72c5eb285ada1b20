package dev.confab.client.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waiting times between tries: doubling from {@code first} up to {@code longest}, each drawn from its upper half, so
 * that clients that lost the same server do not come back at the same moment.
 */
public record Backoff(Duration first, Duration longest) {
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));

    public Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("needs 0 < first <= longest");
        }
    }

    /** The wait after the {@code attempt}th failure in a row, counted from 1. */
    Duration delay(int attempt, RandomGenerator random) {
        double ceiling =
                Math.min((double) longest.toMillis(), first.toMillis() * Math.pow(2, Math.max(0, attempt - 1)));
        return Duration.ofMillis(Math.round(ceiling * (0.5 + 0.5 * random.nextDouble())));
    }
}
