package dev.confab.chat.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logging.MDC;

/**
 * The statements that the database executes on behalf of one request, whichever layer sends them: read from the
 * protocol log of the JDBC driver, told apart by the request id. Statements of everything that runs in the background
 * do not count.
 */
public final class StatementLog extends Handler implements AutoCloseable {

    private static final Logger PROTOCOL = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");

    private final String requestId;
    private final Level levelBefore = PROTOCOL.getLevel();
    private final boolean parentBefore = PROTOCOL.getUseParentHandlers();
    private final List<String> executed = Collections.synchronizedList(new ArrayList<>());

    private StatementLog(String requestId) {
        this.requestId = requestId;
        setLevel(Level.ALL);
    }

    /** Watches until it is closed. */
    public static StatementLog of(String requestId) {
        StatementLog log = new StatementLog(requestId);
        PROTOCOL.addHandler(log);
        PROTOCOL.setUseParentHandlers(false);
        PROTOCOL.setLevel(Level.FINEST);
        return log;
    }

    /** How many statements were executed, transaction control included. */
    public int count() {
        return executed.size();
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getMessage().contains("FE=> Execute(") && requestId.equals(MDC.get("requestId"))) {
            executed.add(entry.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        PROTOCOL.removeHandler(this);
        PROTOCOL.setLevel(levelBefore);
        PROTOCOL.setUseParentHandlers(parentBefore);
    }
}
