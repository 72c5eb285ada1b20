package dev.confab.task.lifecycle;

import dev.confab.common.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions in plain SQL, outside of JTA. Blocking. */
@ApplicationScoped
public class Transactions {
    private final DataSource dataSource;
    private final Outbox outbox;

    /** What is committed if it returns, and rolled back if it throws. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    @Inject
    public Transactions(DataSource dataSource, Outbox outbox) {
        this.dataSource = dataSource;
        this.outbox = outbox;
    }

    /** For statements that read, or that are whole transactions by themselves. */
    public <T> T autoCommit(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return work.run(connection);
        }
    }

    /** In one transaction; after the commit the relay is told to look for records. */
    public <T> T call(Work<T> work) throws SQLException {
        T result;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                result = work.run(connection);
                connection.commit();
            } catch (SQLException | RuntimeException failure) {
                rollBack(connection, failure);
                throw failure;
            } finally {
                restore(connection);
            }
        }
        outbox.committed();
        return result;
    }

    private static void rollBack(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            failure.addSuppressed(broken);
        }
    }

    /** A connection that is broken is thrown away by the pool, and must not hide what broke it. */
    private static void restore(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException _) {
            // As above.
        }
    }
}
