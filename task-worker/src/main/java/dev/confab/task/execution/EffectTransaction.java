package dev.confab.task.execution;

import java.sql.Connection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The transaction in which a handler's effects and its task's completion are committed. */
interface EffectTransaction {
    /** What happens in it. */
    @FunctionalInterface
    interface Body<T extends @Nullable Object> {
        T run(Connection connection) throws Exception;
    }

    /**
     * Commits if the body returns, rolls back if it throws.
     *
     * @param beforeCommit called when the body has returned
     * @throws CommitFailedException if it cannot be told whether it was committed
     */
    <T extends @Nullable Object> T call(Duration timeout, Body<T> body, Runnable beforeCommit) throws Exception;

    /** The commit failed; it may have happened all the same. */
    final class CommitFailedException extends Exception {
        CommitFailedException(Throwable cause) {
            super("the commit failed: " + cause.getMessage(), cause);
        }
    }
}
