package dev.confab.common.relay;

import dev.confab.common.stream.Backoff;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Tells the node that publishes a shard that there is something new in it, by NOTIFY. Never within the transaction that
 * stores events: notifying transactions commit one after another in the whole database server, and these write nothing, so
 * that their turn is short. Hints that pile up while one is being sent are sent as one. A lost hint costs a poll
 * interval, nothing else; where LISTEN does not work (a pooler in transaction mode) polling is all there is.
 */
final class RelayHints {
    /** A hint's payload: new events in the shards of these bits, or {@link #LOOK}. */
    static final String CHANNEL = "confab_relay";
    /** Tells relays to look for shards to give back or to take. */
    static final String LOOK = "look";

    private static final Logger LOG = Logger.getLogger(RelayHints.class);
    /** The least time between two hints; the first one after a pause is sent at once. */
    private static final Duration PACE = Duration.ofMillis(4);

    private static final Duration LISTEN_STEP = Duration.ofSeconds(20);

    private final RelayStore store;
    private final RelayLeases leases;
    private final RelaySignal publish;
    private final AtomicInteger unsent = new AtomicInteger();
    private final RelaySignal send = new RelaySignal();

    RelayHints(RelayStore store, RelayLeases leases, RelaySignal publish) {
        this.store = store;
        this.leases = leases;
        this.publish = publish;
    }

    /** There is something new in these shards. Never blocks. */
    void committed(int shards) {
        int own = leases.held();
        if ((shards & own) != 0) {
            publish.raise();
        }
        int others = shards & ~own;
        if (others != 0) {
            unsent.getAndUpdate(bits -> bits | others);
            send.raise();
        }
    }

    /** Has all relays look at the leases soon. */
    void look() throws SQLException {
        store.notify(CHANNEL, LOOK);
    }

    /** Sends hints until interrupted. */
    void sendAll() throws InterruptedException {
        while (true) {
            send.await(Duration.ofDays(1));
            int shards = unsent.getAndSet(0);
            if (shards != 0) {
                try {
                    store.notify(CHANNEL, Integer.toString(shards));
                } catch (SQLException failure) {
                    LOG.debugf(failure, "A hint to other nodes was not sent; they poll");
                }
                Thread.sleep(PACE);
            }
        }
    }

    /** Receives hints until interrupted. */
    void receiveAll() throws InterruptedException {
        Backoff backoff = Backoff.forDatabase();
        while (!Thread.currentThread().isInterrupted()) {
            try (Connection connection = store.listen(CHANNEL)) {
                // What was said before this connection stood was missed.
                publish.raise();
                leases.hurry();
                backoff.reset();
                receive(connection);
            } catch (SQLException failure) {
                LOG.debugf(failure, "Hints of other nodes cannot be received; polling goes on");
            }
            backoff.pause();
        }
    }

    private void receive(Connection connection) throws SQLException {
        PGConnection listener = connection.unwrap(PGConnection.class);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                PGNotification[] hints = listener.getNotifications(Math.toIntExact(LISTEN_STEP.toMillis()));
                if (hints == null || hints.length == 0) {
                    if (!connection.isValid(5)) {
                        return;
                    }
                    continue;
                }
                for (PGNotification hint : hints) {
                    take(hint.getParameter());
                }
            }
        } finally {
            // A listening connection must not go back to the pool.
            connection.abort(Runnable::run);
        }
    }

    private void take(String payload) {
        if (payload.equals(LOOK)) {
            leases.hurry();
            return;
        }
        try {
            if ((Integer.parseInt(payload) & leases.held()) != 0) {
                publish.raise();
            }
        } catch (NumberFormatException foreign) {
            LOG.debugf("Ignored a foreign hint: %s", payload);
        }
    }
}
