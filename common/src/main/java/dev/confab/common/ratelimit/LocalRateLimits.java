package dev.confab.common.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits that one node counts for itself. Bounded: beyond its capacity the keys that were quiet for longest are forgotten.
 *
 * <p>Thread-safe. The algorithm is the generic cell rate algorithm: per key only the time at which its burst will be whole
 * again is kept.
 */
public final class LocalRateLimits {

    private final InstantSource clock;
    private final Map<String, Long> fullAgainMicros;

    /** Limits for at most {@code capacity} keys. */
    public LocalRateLimits(InstantSource clock, int capacity) {
        this.clock = clock;
        this.fullAgainMicros = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Takes a permit if there is one. */
    public synchronized Decision tryAcquire(String key, Limit limit) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        long fullAgain = Math.max(fullAgainMicros.getOrDefault(key, now), now) + limit.microsPerPermit();
        long wait = fullAgain - limit.burstMicros() - now;
        if (wait > 0) {
            return new Decision.Refused(Duration.of(wait, ChronoUnit.MICROS));
        }
        fullAgainMicros.put(key, fullAgain);
        return new Decision.Allowed();
    }
}
