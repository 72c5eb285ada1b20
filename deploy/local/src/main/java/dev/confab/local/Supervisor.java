package dev.confab.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts a part again that died, a little later each time. One that dies more often than {@value #RESTARTS} times
 * within {@value #WINDOW_MINUTES} minutes has a fault that starting again does not cure: then it gives up.
 */
final class Supervisor implements LocalServer.Listener, AutoCloseable {
    private static final int RESTARTS = 3;
    private static final long WINDOW_MINUTES = 5;

    private final Consumer<String> report;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<Long>> deaths = new ConcurrentHashMap<>();
    private final CompletableFuture<String> gaveUp = new CompletableFuture<>();

    Supervisor(Consumer<String> report) {
        this.report = report;
    }

    /** Completes with the reason when a part cannot be kept running. */
    CompletableFuture<String> gaveUp() {
        return gaveUp;
    }

    @Override
    public void launched(LocalServer server, ServerProcess process) {}

    @Override
    public void died(LocalServer server, ServerProcess process) {
        if (!threads.isShutdown()) {
            report.accept("%s ended unexpectedly with status %d%s"
                    .formatted(server.name(), process.status(), process.logTail()));
            threads.execute(() -> restart(server));
        }
    }

    private void restart(LocalServer server) {
        try {
            while (true) {
                int attempt = countDeath(server.name());
                if (attempt > RESTARTS) {
                    gaveUp.complete(
                            "%s died %d times within %d minutes".formatted(server.name(), attempt, WINDOW_MINUTES));
                    return;
                }
                report.accept("starting %s again (%d of %d)".formatted(server.name(), attempt, RESTARTS));
                TimeUnit.SECONDS.sleep(1L << (attempt - 1));
                try {
                    server.start();
                    report.accept("%s is ready again".formatted(server.name()));
                    return;
                } catch (LocalStackException failed) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    report.accept(failed.getMessage());
                }
            }
        } catch (InterruptedException suiteStops) {
            Thread.currentThread().interrupt();
        }
    }

    private int countDeath(String name) {
        long now = System.nanoTime();
        Deque<Long> recent = deaths.computeIfAbsent(name, _ -> new ArrayDeque<>());
        synchronized (recent) {
            recent.add(now);
            recent.removeIf(
                    time -> now - time > Duration.ofMinutes(WINDOW_MINUTES).toNanos());
            return recent.size();
        }
    }

    /** No part is started again afterwards; waits for one that is being started. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
