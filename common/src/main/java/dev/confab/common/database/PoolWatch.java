package dev.confab.common.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/**
 * Keeps the pool free of connections to a server that is gone. One that broke in use says that the idle ones are as dead:
 * they are closed, instead of each of them costing somebody the time after which an answer is given up. And who waited
 * longer than usual for an answer gives the connection back as it was. Called by the pool on its own thread and on those
 * of its users.
 */
@Unremovable
@Singleton
class PoolWatch implements AgroalPoolInterceptor {
    private static final Logger LOG = Logger.getLogger(PoolWatch.class);

    private final Instance<AgroalDataSource> pool;
    private volatile int usualTimeout;

    PoolWatch(Instance<AgroalDataSource> pool) {
        this.pool = pool;
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try {
            usualTimeout = connection.getNetworkTimeout();
        } catch (SQLException broken) {
            LOG.debug("A new connection is broken already", broken);
        }
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        try {
            if (connection.getNetworkTimeout() != usualTimeout) {
                connection.setNetworkTimeout(Runnable::run, usualTimeout);
            }
        } catch (SQLException broken) {
            LOG.debug("A broken connection comes back", broken);
        }
    }

    @Override
    public void onConnectionDestroy(Connection connection) {
        if (isBroken(connection)) {
            pool.get().flush(FlushMode.IDLE);
        }
    }

    /** The pool closes connections after telling us: this one was closed by the driver, which found it dead. */
    private static boolean isBroken(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException broken) {
            return true;
        }
    }
}
