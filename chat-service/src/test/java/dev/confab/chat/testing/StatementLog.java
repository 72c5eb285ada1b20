package dev.confab.chat.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logging.MDC;

/**
 * The statements that the database executes on behalf of one request, or with certain parameters, whichever layer sends
 * them: read from the protocol log of the JDBC driver. Statements of everything that runs in the background do not count.
 */
public final class StatementLog extends Handler implements AutoCloseable {

    private static final Logger PROTOCOL = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");

    private final Predicate<String> counted;
    private final Level levelBefore = PROTOCOL.getLevel();
    private final boolean parentBefore = PROTOCOL.getUseParentHandlers();
    private final List<String> executed = Collections.synchronizedList(new ArrayList<>());

    private StatementLog(Predicate<String> counted) {
        this.counted = counted;
        setLevel(Level.ALL);
    }

    /** Watches what a request does until it is closed. */
    public static StatementLog of(String requestId) {
        return watching(entry -> entry.contains("FE=> Execute(") && requestId.equals(MDC.get("requestId")));
    }

    /** Watches statements that have one of these words in their parameters until it is closed. */
    public static StatementLog about(Collection<String> words) {
        List<String> wanted = List.copyOf(words);
        return watching(entry -> entry.contains("FE=> Bind(") && wanted.stream().anyMatch(entry::contains));
    }

    private static StatementLog watching(Predicate<String> counted) {
        StatementLog log = new StatementLog(counted);
        PROTOCOL.addHandler(log);
        PROTOCOL.setUseParentHandlers(false);
        PROTOCOL.setLevel(Level.FINEST);
        return log;
    }

    /** How many statements were executed, transaction control included. */
    public int count() {
        return executed.size();
    }

    /** What was executed, as the driver writes it. */
    public List<String> executed() {
        return List.copyOf(executed);
    }

    @Override
    public void publish(LogRecord entry) {
        if (counted.test(entry.getMessage())) {
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
