package dev.confab.bench.history;

import java.time.Duration;

/**
 * How large and how long a run is.
 *
 * @param seed of everything that is chosen at random; what happens still depends on the machine's timing
 * @param duration how long faults are made; every kind is made at least once, however short that is
 * @param people accounts that talk, each on one or two devices
 * @param publicRooms rooms in which everybody is
 * @param privateRooms rooms whose members come and go
 * @param messagesPerSecond of each device, about
 * @param longestFault how long a fault is held at most
 */
public record HistoryOptions(
        long seed,
        Duration duration,
        int people,
        int publicRooms,
        int privateRooms,
        double messagesPerSecond,
        Duration longestFault) {
    public HistoryOptions {
        if (people < 3
                || publicRooms < 1
                || privateRooms < 1
                || messagesPerSecond <= 0
                || duration.isNegative()
                || !longestFault.isPositive()) {
            throw new IllegalArgumentException("at least three people, a public and a private room are needed");
        }
    }

    /** Every kind of fault once, briefly: about a minute with all that belongs to it. */
    public static HistoryOptions brief(long seed) {
        return new HistoryOptions(seed, Duration.ZERO, 6, 1, 1, 2, Duration.ofSeconds(2));
    }
}
