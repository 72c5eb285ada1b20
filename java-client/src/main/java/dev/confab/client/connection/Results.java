package dev.confab.client.connection;

import dev.confab.client.ConfabException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Completes what callers wait for, on threads of their own: what they do then must not hold up the loop. */
final class Results {
    private Results() {}

    static <T extends @Nullable Object> void complete(CompletableFuture<T> result, T value) {
        Thread.ofVirtual().start(() -> result.complete(value));
    }

    static void fail(CompletableFuture<?> result, ConfabException error) {
        Thread.ofVirtual().start(() -> result.completeExceptionally(error));
    }
}
