package dev.confab.task.query;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.task.background.BackgroundLoop;
import dev.confab.task.lifecycle.Transactions;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Those who wait for the end of a task. One query asks for all of them, ten times a second, and none while nobody waits. */
@ApplicationScoped
class EndWaiters {
    private static final int MOST = 5_000;
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final ConcurrentMap<UUID, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final BackgroundLoop loop = new BackgroundLoop("task-waiters", this::look);

    @Inject
    EndWaiters(Transactions transactions) {
        this.transactions = transactions;
    }

    @PostConstruct
    void start() {
        loop.start();
    }

    /** Completes when the task has ended. Fails at once where too many tasks are waited for. */
    CompletableFuture<Void> ended(UUID id) {
        if (waiting.size() >= MOST && !waiting.containsKey(id)) {
            throw new ConfabException(ErrorCode.OVERLOADED, "Too many tasks are waited for.", Duration.ofSeconds(5));
        }
        CompletableFuture<Void> end = waiting.computeIfAbsent(id, _ -> new CompletableFuture<>());
        loop.wake();
        // A copy: one who gives up must not take the others with him.
        return end.copy();
    }

    /** One of those who waited has given up; others look again by themselves. */
    void forget(UUID id) {
        CompletableFuture<Void> end = waiting.get(id);
        if (end != null && end.getNumberOfDependents() <= 1) {
            waiting.remove(id, end);
        }
    }

    @PreDestroy
    void stop() {
        loop.close();
    }

    private Duration look() throws SQLException {
        List<UUID> ids = List.copyOf(waiting.keySet());
        if (ids.isEmpty()) {
            return IDLE;
        }
        for (UUID id : transactions.autoCommit(connection -> QueryStore.ended(connection, ids))) {
            CompletableFuture<Void> end = waiting.remove(id);
            if (end != null) {
                end.complete(null);
            }
        }
        return BETWEEN;
    }
}
