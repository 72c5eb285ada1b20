package dev.confab.common.id;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Makes UUIDs of version 7 (RFC 9562): milliseconds since 1970, a 12-bit counter and 62 random bits, so that they sort by
 * the time of their making and index pages fill in order. Strictly increasing within one instance, also when the clock
 * goes back or more than 4096 are made in a millisecond: then the time in them runs ahead of the clock. Safe for use by
 * many threads, and unique across nodes by the random bits.
 */
public final class Uuid7 {
    private static final Uuid7 SYSTEM = new Uuid7(InstantSource.system());
    private static final int COUNTER_BITS = 12;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final byte[] buffered = new byte[512];
    private int used = buffered.length;
    /** Time and counter of the newest id: milliseconds above {@value #COUNTER_BITS} bits of counter. */
    private long newest;

    public Uuid7(InstantSource clock) {
        this.clock = clock;
    }

    /** A new id by the system's clock, monotone within this process. */
    public static UUID create() {
        return SYSTEM.next();
    }

    /** A new id, greater than all that this instance has made. */
    public synchronized UUID next() {
        newest = Math.max(newest + 1, clock.millis() << COUNTER_BITS);
        long time = newest >>> COUNTER_BITS;
        long counter = newest & ((1 << COUNTER_BITS) - 1);
        return new UUID(
                (time << 16) | 0x7000 | counter, (randomBits() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    private long randomBits() {
        if (used == buffered.length) {
            random.nextBytes(buffered);
            used = 0;
        }
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = (bits << 8) | (buffered[used] & 0xff);
            buffered[used++] = 0;
        }
        return bits;
    }
}
