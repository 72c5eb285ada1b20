package dev.confab.common.stream;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Why a batch was not stored, as far as it decides what to do next. */
enum AppendFailure {
    /** The database did not accept the content of at least one request. */
    CONTENT,
    /** Another transaction holds a stream for too long, or both wait for each other. */
    BUSY,
    /** The database cannot be reached, is starting, read-only or broken: everybody fails, and only time helps. */
    UNREACHABLE;

    static AppendFailure of(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        if (state == null) {
            return UNREACHABLE;
        }
        // Data exceptions, violated constraints, limits such as the size of an index row.
        if (state.startsWith("22") || state.startsWith("23") || state.startsWith("54")) {
            return CONTENT;
        }
        // Lock timeout, deadlock, serialisation failure.
        return switch (state) {
            case "55P03", "40P01", "40001" -> BUSY;
            default -> UNREACHABLE;
        };
    }
}
