package dev.confab.common.connection;

import java.util.concurrent.ThreadLocalRandom;

/**
 * When a connection must say what. Asked by one thread at a time; {@link #heard} comes from another.
 *
 * <p>Whatever a client sends counts as a sign of life, not its answer to a ping alone.
 */
final class ConnectionDeadlines {

    /** What has to be done now. */
    enum Due {
        NOTHING,
        PING,
        PING_TIMEOUT,
        HELLO_TIMEOUT
    }

    private final long pingInterval;
    private final long pongTimeout;
    private final long helloBy;
    private volatile long lastHeard;
    private long nextPing;
    private long pinged;
    private boolean waiting;

    ConnectionDeadlines(ConnectionConfig config, long now) {
        this.pingInterval = config.pingInterval().toNanos();
        this.pongTimeout = config.pongTimeout().toNanos();
        this.helloBy = now + config.helloTimeout().toNanos();
        this.lastHeard = now;
        // The first one at a random time, so that clients of a restarted node do not answer in step.
        this.nextPing = now + pingInterval / 2 + ThreadLocalRandom.current().nextLong(pingInterval / 2 + 1);
    }

    void heard(long now) {
        lastHeard = now;
    }

    Due due(long now, boolean greeted, boolean heldBack) {
        if (!greeted) {
            return now - helloBy > 0 ? Due.HELLO_TIMEOUT : Due.NOTHING;
        }
        if (waiting) {
            // While its client is not read from, a connection cannot show life.
            if (lastHeard - pinged > 0 || heldBack) {
                waiting = false;
            } else {
                return now - pinged > pongTimeout ? Due.PING_TIMEOUT : Due.NOTHING;
            }
        }
        if (now - nextPing < 0) {
            return Due.NOTHING;
        }
        nextPing = now + pingInterval;
        pinged = now;
        waiting = true;
        return Due.PING;
    }
}
