package dev.confab.common.connection;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** Runs what blocks on virtual threads, each step in a request context of its own. */
@ApplicationScoped
public class BlockingSteps {

    private final ExecutorService threads;

    BlockingSteps(@VirtualThreads ExecutorService threads) {
        this.threads = threads;
    }

    /** Completes, or fails, when the step has. */
    public CompletableFuture<Void> run(Runnable step) {
        return CompletableFuture.runAsync(() -> inRequest(step), threads);
    }

    private static void inRequest(Runnable step) {
        ManagedContext context = Arc.container().requestContext();
        context.activate();
        try {
            step.run();
        } finally {
            context.terminate();
        }
    }
}
