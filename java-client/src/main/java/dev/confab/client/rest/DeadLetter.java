package dev.confab.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that was given up.
 *
 * @param id the task's
 * @param attempt how many runs have begun
 * @param submittedBy who submitted it
 * @param payload and {@code attempts}: only where one dead letter was asked for
 */
public record DeadLetter(
        String id,
        String type,
        String queue,
        @Nullable TaskFault error,
        @Nullable Instant deadAt,
        int attempt,
        @Nullable Instant submittedAt,
        @Nullable String submittedBy,
        @Nullable String requestId,
        @Nullable JsonNode payload,
        List<TaskAttempt> attempts) {
    public DeadLetter {
        attempts = attempts == null ? List.of() : List.copyOf(attempts);
    }
}
