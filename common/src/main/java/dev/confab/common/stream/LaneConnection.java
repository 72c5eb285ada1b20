package dev.confab.common.stream;

import dev.confab.common.stream.StreamStore.IdentifiedRequest;
import dev.confab.common.stream.StreamStore.Incarnation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a writer keeps, so that the hot path neither waits for the pool nor prepares its statement again.
 * Each new one is asked which incarnation of the database it has reached before it stores anything: a failover always
 * breaks connections, so none is stored under the epoch of another history.
 */
final class LaneConnection implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LaneConnection.class);
    private static final int STALE_LIMIT = 20;

    private final DataSource dataSource;
    private final StreamStore store;
    private final Duration timeout;
    private final Duration lockTimeout;
    private final @Nullable String named;
    private @Nullable Connection connection;

    LaneConnection(DataSource dataSource, StreamStore store, StreamConfig config) {
        this.dataSource = dataSource;
        this.store = store;
        this.timeout = config.append().timeout();
        this.lockTimeout = config.append().lockTimeout();
        this.named = config.incarnation().orElse(null);
    }

    List<AppendResult> append(List<IdentifiedRequest> batch, boolean repeated) throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = open();
            connection = current;
        }
        return store.append(current, batch, repeated);
    }

    /** Gives the connection up: it is broken, or may be. */
    void discard() {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            abort(broken);
        }
    }

    @Override
    public void close() {
        Connection kept = connection;
        connection = null;
        if (kept != null) {
            try (kept;
                    Statement statement = kept.createStatement()) {
                statement.execute("reset lock_timeout");
            } catch (SQLException ignored) {
                // It was the last use.
            }
        }
    }

    private Connection open() throws SQLException {
        Connection opened = usable();
        try (Statement statement = opened.createStatement()) {
            opened.setAutoCommit(true);
            // A server that vanished without a word must not hold the writer for ever.
            opened.setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.toMillis()));
            statement.execute("set lock_timeout = " + lockTimeout.toMillis());
            Incarnation incarnation = store.incarnation(opened, named);
            if (incarnation.isNew()) {
                LOG.warnf(
                        "The database has another history than before: new epoch %s, clients start afresh",
                        incarnation.epoch());
            }
            if (!incarnation.detected() && named == null) {
                LOG.warn("The database role may not read the server's identity (pg_control_system), so a restored"
                        + " database is not noticed: set confab.stream.incarnation after a restore");
            }
            return opened;
        } catch (SQLException | RuntimeException failed) {
            abort(opened);
            throw failed;
        }
    }

    /** After a restart of the database the pool hands out dead connections first. */
    private Connection usable() throws SQLException {
        for (int i = 0; i < STALE_LIMIT; i++) {
            Connection candidate = dataSource.getConnection();
            if (candidate.isValid(2)) {
                return candidate;
            }
            abort(candidate);
        }
        throw new SQLException("no usable connection in the pool", "08001");
    }

    private static void abort(Connection broken) {
        try (broken) {
            broken.abort(Runnable::run);
        } catch (SQLException ignored) {
            // It was broken.
        }
    }
}
