package dev.confab.common.relay;

import dev.confab.common.relay.RelayStore.Holding;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Which shards this node may publish, and until when. Leases are granted and expire by the database's clock; here only
 * durations are measured, from before the database was asked, and a fifth is kept as a margin: this node always stops
 * before another can begin. A node that has more than its share first stops publishing the surplus and then gives it back.
 */
final class RelayLeases {
    private static final Logger LOG = Logger.getLogger(RelayLeases.class);
    private static final Duration SOON = Duration.ofMillis(50);

    private final RelayStore store;
    private final String node;
    private final Duration lease;
    private final Duration usable;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition beatNow = lock.newCondition();
    private int held;
    private int surplus;
    private int inUse;
    private int fairShare = RelayShards.COUNT;
    private long validUntil = System.nanoTime();
    private boolean hurry;
    private boolean without;

    RelayLeases(RelayStore store, String node, Duration lease) {
        this.store = store;
        this.node = node;
        this.lease = lease;
        this.usable = lease.multipliedBy(4).dividedBy(5);
    }

    /**
     * Renews, gives back and takes over; to be called again and again.
     *
     * @return whether other nodes should look as well: something was given back, or there is nothing for this node yet
     */
    boolean beat() throws SQLException {
        int release;
        lock.lock();
        try {
            release = surplus & ~inUse;
            surplus &= ~release;
            held &= ~release;
        } finally {
            lock.unlock();
        }
        long asked = System.nanoTime();
        Holding holding = store.heartbeat(node, lease, release);
        lock.lock();
        try {
            if (held != holding.shards()) {
                LOG.infof("Publishing %d of %d shards", Integer.bitCount(holding.shards()), RelayShards.COUNT);
            }
            held = holding.shards();
            if (held != 0) {
                fairShare = holding.fairShare();
            }
            validUntil = asked + usable.toNanos();
            surplus = surplusOf(held, fairShare);
            hurry = hurry || surplus != 0;
            boolean firstWithout = held == 0 && !without;
            without = held == 0;
            // Who goes without asks the others once: where shards are fewer than nodes there is nothing to give.
            return release != 0 || firstWithout;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the next beat is due, or sooner if there is something to give back or to take. */
    void awaitBeat() throws InterruptedException {
        lock.lock();
        try {
            long now = System.nanoTime();
            // Calls of several nodes come together; one look answers all of them.
            long earliest = now + SOON.toNanos();
            long due = now + lease.dividedBy(3).toNanos();
            for (long left = (hurry ? earliest : due) - now;
                    left > 0;
                    left = (hurry ? earliest : due) - System.nanoTime()) {
                beatNow.awaitNanos(left);
            }
            hurry = false;
        } finally {
            lock.unlock();
        }
    }

    /** Another node has left: there may be something to take. */
    void hurry() {
        lock.lock();
        try {
            hurry = true;
            beatNow.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The shards to publish in the round that begins; they are not given back before {@link #endRound()}. */
    int beginRound() {
        lock.lock();
        try {
            inUse = remaining().isPositive() ? held & ~surplus : 0;
            return inUse;
        } finally {
            lock.unlock();
        }
    }

    void endRound() {
        lock.lock();
        try {
            inUse = 0;
        } finally {
            lock.unlock();
        }
    }

    /** How long the leases certainly last. */
    Duration remaining() {
        lock.lock();
        try {
            return Duration.ofNanos(Math.max(0, validUntil - System.nanoTime()));
        } finally {
            lock.unlock();
        }
    }

    int held() {
        lock.lock();
        try {
            return remaining().isPositive() ? held : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether no other node takes part. */
    boolean isAlone() {
        lock.lock();
        try {
            return held != 0 && fairShare == RelayShards.COUNT;
        } finally {
            lock.unlock();
        }
    }

    /** Gives everything back; nothing may be published any more. */
    void leave() throws SQLException {
        lock.lock();
        try {
            held = 0;
            validUntil = System.nanoTime();
        } finally {
            lock.unlock();
        }
        store.leave(node);
    }

    private static int surplusOf(int held, int fairShare) {
        int surplus = 0;
        for (int left = held; Integer.bitCount(held & ~surplus) > fairShare; ) {
            int highest = Integer.highestOneBit(left);
            surplus |= highest;
            left &= ~highest;
        }
        return surplus;
    }
}
