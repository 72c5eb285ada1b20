package dev.confab.common.stream;

import dev.confab.common.MutinyOutsideQuarkus;
import dev.confab.common.transaction.CallerTransaction;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One node's log on a database, put together by hand. */
public final class TestNode implements AutoCloseable {
    static {
        MutinyOutsideQuarkus.prepare();
    }

    public final StreamConfig config;
    public final AgroalDataSource pool;
    public final MeterRegistry registry = new SimpleMeterRegistry();
    public final StreamMetrics metrics = new StreamMetrics(registry);
    public final StreamLog log;
    private @Nullable Transaction transaction;

    /** A transaction of a caller, as JTA would run it. */
    public static final class Transaction {
        private final Connection connection;
        private final List<Runnable> afterCommit = new ArrayList<>();

        private Transaction(Connection connection) {
            this.connection = connection;
        }
    }

    /** What a caller does in its transaction. */
    public interface Work<T> {
        T run() throws SQLException;
    }

    public TestNode(LogDatabase database, List<CommitListener> listeners, String... settings) throws SQLException {
        config = TestSettings.of(StreamConfig.class, patient(settings));
        pool = database.pool();
        log = new StreamLog(
                pool,
                config,
                new CallerTransaction() {
                    @Override
                    public Connection connection() {
                        return new UnclosedConnection(current().connection).proxy();
                    }

                    @Override
                    public void afterCommit(Runnable action) {
                        current().afterCommit.add(action);
                    }
                },
                listeners,
                metrics);
    }

    /** A database that a busy machine holds up for seconds is not away, unless the test says so. */
    private static String[] patient(String... settings) {
        List<String> all = new ArrayList<>(
                List.of("confab.stream.append.timeout", "60s", "confab.stream.append.lock-timeout", "60s"));
        all.addAll(List.of(settings));
        return all.toArray(String[]::new);
    }

    /** Runs the work in a transaction: committed if it returns, rolled back if it throws. */
    public <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            Transaction begun = new Transaction(connection);
            transaction = begun;
            try {
                T result = work.run();
                connection.commit();
                begun.afterCommit.forEach(Runnable::run);
                return result;
            } catch (RuntimeException failed) {
                connection.rollback();
                throw failed;
            } finally {
                transaction = null;
            }
        }
    }

    /** A message with a client id. */
    public static AppendRequest message(UUID stream, UUID actor, @Nullable String clientId, String text) {
        return new AppendRequest(
                stream,
                "message.posted",
                actor,
                "alice",
                clientId,
                "{\"text\": \"" + text + "\"}",
                "request-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    public CompletableFuture<AppendResult> append(AppendRequest request) {
        return log.append(request);
    }

    public AppendResult appendAndWait(AppendRequest request) {
        return Uni.createFrom().completionStage(log.append(request)).await().atMost(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        log.close();
        pool.close();
    }

    private Transaction current() {
        if (transaction == null) {
            throw new IllegalStateException("no transaction");
        }
        return transaction;
    }
}
