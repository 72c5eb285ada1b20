package dev.confab.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A background task.
 *
 * @param state {@code pending}, {@code scheduled}, {@code started}, {@code retry}, {@code succeeded}, {@code failed} or
 *     {@code revoked}
 * @param attempt how many runs have begun
 * @param failures how many runs have failed
 * @param maxRetries as it was submitted; null where its type's count
 * @param dueAt when it is to run, while it waits for that
 * @param worker who runs it or ran it last
 * @param cancelRequested a worker runs it and has been asked to stop
 * @param source who submitted it
 * @param result what the handler returned
 * @param error why it failed, or why the last attempt did
 * @param payload and result and attempts: only where one task was asked for
 */
public record Task(
        String id,
        String type,
        String queue,
        String state,
        int priority,
        int attempt,
        int failures,
        @Nullable Integer maxRetries,
        @Nullable Instant createdAt,
        @Nullable Instant dueAt,
        @Nullable Instant expiresAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String worker,
        @Nullable String source,
        @Nullable String requestId,
        boolean cancelRequested,
        @Nullable JsonNode payload,
        @Nullable JsonNode result,
        @Nullable TaskFault error,
        List<TaskAttempt> attempts) {
    private static final Set<String> END_STATES = Set.of("succeeded", "failed", "revoked");

    public Task {
        attempts = attempts == null ? List.of() : List.copyOf(attempts);
    }

    /** Whether nothing more will happen to it by itself. */
    public boolean ended() {
        return END_STATES.contains(state);
    }
}
