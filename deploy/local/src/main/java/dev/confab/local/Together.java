package dev.confab.local;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/** Starts servers at the same time. */
final class Together {
    private Together() {}

    /**
     * Returns when all are ready. If one fails or the caller is interrupted, those that are not ready yet are
     * killed, and the first failure is thrown; the others are left to the caller.
     *
     * @param onReady told about each server and the time it took, on the thread of the caller
     */
    static void start(List<? extends LocalServer> servers, BiConsumer<LocalServer, Duration> onReady) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<Runnable> starts = new ExecutorCompletionService<>(threads);
            for (LocalServer server : servers) {
                starts.submit(() -> {
                    long begin = System.nanoTime();
                    server.start();
                    Duration time = Duration.ofNanos(System.nanoTime() - begin);
                    return () -> onReady.accept(server, time);
                });
            }
            try {
                for (int ready = 0; ready < servers.size(); ready++) {
                    starts.take().get().run();
                }
            } catch (ExecutionException failed) {
                threads.shutdownNow();
                throw failed.getCause() instanceof LocalStackException known
                        ? known
                        : new LocalStackException("did not start: " + failed.getCause(), failed.getCause());
            } catch (InterruptedException stop) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new LocalStackException("stopped while starting", stop);
            }
        }
    }

    /** Returns when all have run. */
    static void run(List<Runnable> actions) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            actions.forEach(threads::execute);
        }
    }
}
