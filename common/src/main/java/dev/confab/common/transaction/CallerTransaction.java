package dev.confab.common.transaction;

import java.sql.Connection;
import java.sql.SQLException;

/** The transaction that a caller has begun before it calls the log or the outbox. */
public interface CallerTransaction {
    /** The transaction's connection; close what you get here. Fails if there is no transaction. */
    Connection connection() throws SQLException;

    /** Runs the action once this transaction is committed, never if it is rolled back. */
    void afterCommit(Runnable action);
}
