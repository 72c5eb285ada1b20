package dev.confab.common.stream;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double up to a limit, each shortened at random by up to a half so that many do not return together. */
public final class Backoff {
    private final Duration shortest;
    private final Duration longest;
    private Duration next;

    public Backoff(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
        this.next = shortest;
    }

    /** For work that waits for the database. */
    public static Backoff forDatabase() {
        return new Backoff(Duration.ofMillis(20), Duration.ofSeconds(2));
    }

    public void reset() {
        next = shortest;
    }

    public void pause() throws InterruptedException {
        long nanos = next.toNanos();
        Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1)));
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
