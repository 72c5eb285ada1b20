package dev.confab.task.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.task.lifecycle.AttemptView;
import dev.confab.task.lifecycle.TaskError;
import dev.confab.task.lifecycle.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A task that has failed for good, as REST shows it. Lists leave out payload and attempts. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterDocument(
        @Schema(description = "The task's id") UUID id,
        String type,
        String queue,
        @Nullable TaskError error,

        @Schema(description = "When it failed for good") @Nullable
        Instant deadAt,

        @Schema(description = "How many runs have begun") int attempt,
        @Schema(description = "Who submitted it") String submittedBy,
        Instant submittedAt,
        @Nullable String requestId,
        @Nullable JsonNode payload,
        @Nullable List<AttemptView> attempts) {
    static DeadLetterDocument whole(TaskView task) {
        return of(task, true);
    }

    static DeadLetterDocument listed(TaskView task) {
        return of(task, false);
    }

    private static DeadLetterDocument of(TaskView task, boolean whole) {
        return new DeadLetterDocument(
                task.id(),
                task.type(),
                task.queue(),
                task.error(),
                task.endedAt(),
                task.attempt(),
                task.source(),
                task.createdAt(),
                task.requestId(),
                whole ? task.payload() : null,
                whole ? task.attempts() : null);
    }
}
