package dev.confab.common.error;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away or busy, which passes, from a statement that is wrong, which does not. */
final class DatabaseFailure {
    // Shutdown and start of the server, too many connections, read-only after a failover, and lost races that a
    // repetition wins (serialization, deadlock, lock timeout, statement timeout).
    private static final Set<String> PASSING_STATES =
            Set.of("57P01", "57P02", "57P03", "57P05", "53300", "53400", "25006", "40001", "40P01", "55P03", "57014");

    private DatabaseFailure() {}

    /** Chains of causes can be circular. */
    static final int DEPTH = 32;

    /**
     * Whether this exception itself (not its causes) says that the database cannot be used for the moment. A transaction that
     * could not be committed says why in what it suppressed.
     */
    static boolean passes(Throwable failure) {
        if (isPassing(failure)) {
            return true;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            Throwable current = suppressed;
            for (int depth = 0; current != null && depth < DEPTH; depth++) {
                if (isPassing(current)) {
                    return true;
                }
                current = current.getCause();
            }
        }
        return false;
    }

    private static boolean isPassing(Throwable failure) {
        return switch (failure) {
            case SQLTransientException _, SQLRecoverableException _, SQLNonTransientConnectionException _ -> true;
            case SQLException sql -> isPassing(sql.getSQLState(), sql.getMessage());
            default -> false;
        };
    }

    private static boolean isPassing(@Nullable String state, @Nullable String message) {
        if (state == null) {
            // The connection pool gives no state when no connection came free, or none could be opened, in time.
            return message != null && message.contains("Acquisition timeout");
        }
        // Class 08: connection exceptions.
        return state.startsWith("08") || PASSING_STATES.contains(state);
    }
}
