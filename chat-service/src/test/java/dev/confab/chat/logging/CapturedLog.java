package dev.confab.chat.logging;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/** Everything that is logged while it is open, down to the debug messages of the categories that see secrets. */
final class CapturedLog extends Handler implements AutoCloseable {
    private static final String[] CURIOUS = {
        "dev.confab", "io.quarkus.websockets", "io.quarkus.security", "io.smallrye.jwt", "org.hibernate.SQL"
    };

    private final PatternFormatter everything = new PatternFormatter("%c: %s %X%n%e");
    private final Queue<String> entries = new ConcurrentLinkedQueue<>();

    CapturedLog() {
        setLevel(Level.ALL);
        Logger.getLogger("").addHandler(this);
        levels(Level.FINE);
    }

    Iterable<String> entries() {
        return entries;
    }

    @Override
    public void publish(LogRecord entry) {
        entries.add(everything.format(ExtLogRecord.wrap(entry)) + Arrays.toString(entry.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        levels(null);
        Logger.getLogger("").removeHandler(this);
    }

    private static void levels(@Nullable Level level) {
        for (String category : CURIOUS) {
            Logger.getLogger(category).setLevel(level);
        }
    }
}
