package dev.confab.task.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The time by which tasks are due and leases end: the database's, as far as this worker can know it. The heartbeat measures
 * how far the local clock is off; so workers whose clocks differ agree. Where they do not, a lease is taken over too early
 * or too late, and the fence keeps that from doing harm.
 */
@ApplicationScoped
public class TaskClock {
    private static final Duration USABLE = Duration.ofSeconds(1);

    private final InstantSource local;
    private volatile Duration offset = Duration.ZERO;

    @Inject
    public TaskClock(InstantSource local) {
        this.local = local;
    }

    /** The time, in microseconds, as the database keeps it. */
    public Instant now() {
        return local.instant().plus(offset).truncatedTo(ChronoUnit.MICROS);
    }

    /** The local clock, for {@link #observe}. */
    public Instant local() {
        return local.instant();
    }

    /** The database said its time at some moment between two of the local clock. Ignored if these are far apart. */
    public void observe(Instant before, Instant database, Instant after) {
        Duration trip = Duration.between(before, after);
        if (!trip.isNegative() && trip.compareTo(USABLE) < 0) {
            offset = Duration.between(before.plus(trip.dividedBy(2)), database);
        }
    }
}
