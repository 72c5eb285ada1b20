package dev.confab.common.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Statements that may rightly take longer than an answer of the database usually does. */
public final class LongStatement {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private LongStatement() {}

    /** From now on answers on this connection may take a minute, as long as a transaction, until the pool has it back. */
    public static void expectOn(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(PATIENCE.toMillis()));
    }
}
