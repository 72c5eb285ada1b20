package dev.confab.common.connection;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Ends the connections of a node that shuts down: no new ones, and those that exist are closed one after the other over the
 * drain window with 1012 and a time to come back that differs for each client, so that the other nodes are not overrun.
 *
 * <p>Quarkus closes its HTTP server before the usual shutdown event, so this hangs on the earlier one of the shutdown delay.
 * It is waited for; a node without connections does not wait.
 */
@ApplicationScoped
public class ConnectionDrain {

    private static final Logger LOG = Logger.getLogger(ConnectionDrain.class);
    private static final int BATCHES = 50;
    /** What the other nodes get for each client that comes back; the fewer there are, the sooner they are back. */
    private static final Duration PER_RETURN = Duration.ofMillis(2);

    private static final Duration SHORTEST_RETURN = Duration.ofMillis(200);
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final ConnectionRegistry registry;
    private final ConnectionConfig config;
    private volatile boolean draining;

    /** The drain of a node. */
    public ConnectionDrain(ConnectionRegistry registry, ConnectionConfig config) {
        this.registry = registry;
        this.config = config;
    }

    /** Whether this node shuts down. */
    public boolean isDraining() {
        return draining;
    }

    /** Closes everything; returns when that is done. */
    public void drain(@Observes ShutdownDelayInitiatedEvent event) {
        draining = true;
        List<Connection> connections = new ArrayList<>(registry.all());
        if (connections.isEmpty()) {
            return;
        }
        LOG.infof("Closing %d connections before shutting down", connections.size());
        Collections.shuffle(connections);
        int perBatch = (connections.size() + BATCHES - 1) / BATCHES;
        int batches = (connections.size() + perBatch - 1) / perBatch;
        // Few connections need no whole window: it spreads the herd of many.
        long pause = Math.min(
                config.drainWindow().toNanos() / batches, Duration.ofMillis(100).toNanos());
        long returns = Math.min(
                config.drainRetryAfter().toMillis(),
                Math.max(SHORTEST_RETURN.toMillis(), connections.size() * PER_RETURN.toMillis()));
        for (int from = 0; from < connections.size(); from += perBatch) {
            connections
                    .subList(from, Math.min(connections.size(), from + perBatch))
                    .forEach(connection -> close(connection, returns));
            LockSupport.parkNanos(pause);
        }
        awaitClosed(new HashSet<>(connections), returns);
    }

    private void close(Connection connection, long returns) {
        long retryAfter = ThreadLocalRandom.current().nextLong(returns + 1);
        connection.close(CloseCode.SERVICE_RESTART, "{\"retryAfterMs\":" + retryAfter + "}");
    }

    /** Lets the close frames leave before the server closes the channels. */
    private void awaitClosed(Set<Connection> told, long returns) {
        long deadline = System.nanoTime() + GOODBYE.toNanos();
        while (registry.size() > 0 && System.nanoTime() - deadline < 0) {
            // Whose handshake was accepted just before the drain began may appear only now.
            registry.all().stream().filter(told::add).forEach(connection -> close(connection, returns));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
