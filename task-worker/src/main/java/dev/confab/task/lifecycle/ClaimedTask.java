package dev.confab.task.lifecycle;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task that this worker may run: attempt {@code attempt} is its own until the lease ends.
 *
 * @param payload JSON
 * @param failures before this attempt
 * @param losses before this attempt
 * @param readyAt since when it could have run
 */
public record ClaimedTask(
        UUID id,
        String type,
        String queue,
        String payload,
        int attempt,
        int failures,
        int losses,
        @Nullable Integer maxRetries,
        String source,
        @Nullable String requestId,
        @Nullable String traceParent,
        Instant readyAt,
        Instant startedAt,
        @Nullable Instant expiresAt,
        TaskLinks links) {
    /** The change that brings it into this state, where nothing else is known of it. */
    public TaskChange changedTo(TaskState state, String worker) {
        return new TaskChange(
                id,
                type,
                queue,
                state,
                attempt,
                source,
                requestId,
                traceParent,
                worker,
                startedAt,
                readyAt,
                null,
                null);
    }
}
