package dev.confab.task.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as others may see it.
 *
 * @param priority 0 to 9; 9 is first
 * @param attempt how many runs have begun
 * @param failures how many runs have failed; those that were lost or given back are not among them
 * @param maxRetries as the request wants it; null where the handler's options count
 * @param dueAt when it is to run, while it is scheduled or waits for a retry
 * @param worker who runs it or ran it last
 * @param result null if there is none, also where it was too large or its lifetime is over
 * @param resultOmittedBytes the size of a result that was too large to be kept; 0 otherwise
 * @param cancelRequested a worker runs it and has been asked to stop
 * @param error why it failed or was revoked, or why the last run failed
 * @param links what follows it
 * @param attempts the runs in their order; empty where a list of tasks is shown
 */
public record TaskView(
        UUID id,
        String type,
        String queue,
        int priority,
        TaskState state,
        JsonNode payload,
        int attempt,
        int failures,
        @Nullable Integer maxRetries,
        String source,
        @Nullable String requestId,
        Instant createdAt,
        @Nullable Instant dueAt,
        @Nullable Instant expiresAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String worker,
        boolean cancelRequested,
        @Nullable JsonNode result,
        int resultOmittedBytes,
        @Nullable TaskError error,
        TaskLinks links,
        List<AttemptView> attempts) {
    public TaskView {
        attempts = List.copyOf(attempts);
    }
}
