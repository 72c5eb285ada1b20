package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.StreamStore.IdentifiedRequest;
import java.util.concurrent.CompletableFuture;

/**
 * A request on its way to the database.
 *
 * @param deadline the {@link System#nanoTime()} after which nobody waits any more
 */
record PendingAppend(IdentifiedRequest identified, long deadline, CompletableFuture<AppendResult> result) {
    boolean isExpired(long now) {
        return deadline - now <= 0;
    }

    int weight() {
        return identified.request().weight();
    }

    void expire() {
        result.completeExceptionally(
                new ConfabException(ErrorCode.UNAVAILABLE, "the database did not answer in time; try again"));
    }
}
