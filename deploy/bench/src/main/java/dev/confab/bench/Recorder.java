package dev.confab.bench;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Counts and times of one run. Messages are numbered from 0; times are taken from when a message was due, not from when
 * it was written, so that a generator or server that falls behind shows in the figures (no coordinated omission). Used
 * on the event loop only.
 */
final class Recorder {
    private static final long LONGEST_NANOS = 60_000_000_000L;

    final Histogram acks = new Histogram(LONGEST_NANOS, 3);
    final Histogram deliveries = new Histogram(LONGEST_NANOS, 3);
    final Histogram lastDeliveries = new Histogram(LONGEST_NANOS, 3);
    private final int receivers;
    private final long[] dueAt;
    private final short[] received;
    private final boolean[] acknowledged;
    private int first;
    long acknowledgements;
    long delivered;
    long duplicates;
    long gaps;
    long errors;

    Recorder(int messages, int receivers) {
        this.receivers = receivers;
        dueAt = new long[messages];
        received = new short[messages];
        acknowledged = new boolean[messages];
    }

    /** Messages before this one only warm up: they are checked, not timed. */
    void measureFrom(int message) {
        first = message;
    }

    void due(int message, long nanos) {
        dueAt[message] = nanos;
    }

    void acknowledged(int message, long now) {
        if (acknowledged[message]) {
            duplicates++;
            return;
        }
        acknowledged[message] = true;
        acknowledgements++;
        if (message >= first) {
            acks.recordValue(Math.clamp(now - dueAt[message], 0, LONGEST_NANOS));
        }
    }

    /** Somebody has it: what counts as an acknowledgement where servers give none. */
    void firstSeen(int message, long now) {
        if (!acknowledged[message]) {
            acknowledged(message, now);
        }
    }

    void delivered(int message, long now) {
        delivered++;
        int count = ++received[message];
        if (message < first) {
            return;
        }
        long latency = Math.clamp(now - dueAt[message], 0, LONGEST_NANOS);
        deliveries.recordValue(latency);
        if (count == receivers) {
            lastDeliveries.recordValue(latency);
        }
    }

    /** A receiver saw an event that it had seen before. */
    void duplicate() {
        duplicates++;
    }

    /** A receiver saw an event before the one that comes first. */
    void gap() {
        gaps++;
    }

    void error() {
        errors++;
    }

    /** Whether every message up to {@code sent} has been acknowledged and has reached everybody. */
    boolean complete(int sent) {
        return acknowledgements == sent && delivered == (long) sent * receivers;
    }

    /** Acknowledged messages that did not reach everybody, times the receivers who miss them. */
    long lost() {
        long lost = 0;
        for (int i = 0; i < received.length; i++) {
            if (acknowledged[i]) {
                lost += Math.max(0, receivers - received[i]);
            }
        }
        return lost;
    }

    /** Messages that were sent and never acknowledged. */
    long unacknowledged(int sent) {
        long count = 0;
        for (boolean done : Arrays.copyOf(acknowledged, sent)) {
            count += done ? 0 : 1;
        }
        return count;
    }
}
