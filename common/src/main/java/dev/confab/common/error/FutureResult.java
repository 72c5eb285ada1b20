package dev.confab.common.error;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Waits on virtual threads for what others do. Unlike {@code Uni.await()} it leaves the caller's request context alone, which
 * context propagation takes away for a moment when the result arrives.
 */
public final class FutureResult {

    private FutureResult() {}

    /** The result; blocks. Fails with the {@link ConfabException} of the failure, {@code unavailable} when interrupted. */
    public static <T> T of(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw ConfabException.of(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ConfabException(ErrorCode.UNAVAILABLE, "This node is stopping; try again.");
        }
    }
}
