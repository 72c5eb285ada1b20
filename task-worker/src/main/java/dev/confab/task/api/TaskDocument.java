package dev.confab.task.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.common.task.TaskStep;
import dev.confab.task.lifecycle.AttemptView;
import dev.confab.task.lifecycle.TaskError;
import dev.confab.task.lifecycle.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A task as REST shows it. Lists leave out what can be large: payload, result and attempts. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TaskDocument(
        UUID id,
        String type,
        String queue,

        @Schema(description = "`pending`, `scheduled`, `started`, `retry`, `succeeded`, `failed` or `revoked`")
        String state,

        int priority,
        @Schema(description = "How many runs have begun") int attempt,
        @Schema(description = "How many runs have failed") int failures,

        @Schema(description = "As the request wants it; absent where the type's count") @Nullable
        Integer maxRetries,

        Instant createdAt,

        @Schema(description = "When it is to run, while it waits for that") @Nullable
        Instant dueAt,

        @Nullable Instant expiresAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,

        @Schema(description = "Who runs it or ran it last") @Nullable
        String worker,

        @Schema(description = "Who submitted it") String source,
        @Nullable String requestId,

        @Schema(description = "A worker runs it and has been asked to stop")
        boolean cancelRequested,

        @Nullable JsonNode payload,
        @Nullable JsonNode result,

        @Schema(description = "The size of a result that was too large to be kept") @Nullable
        Integer resultOmittedBytes,

        @Schema(description = "Why it failed, or why the last run did") @Nullable
        TaskError error,

        @Schema(description = "The first task of the chain that it is a step of") @Nullable
        UUID chainId,

        @Schema(description = "The types of the tasks that follow when it has succeeded") @Nullable
        List<String> next,

        @Schema(description = "The type of the task that follows when it fails for good") @Nullable
        String onFailure,

        @Nullable List<AttemptView> attempts) {
    static TaskDocument whole(TaskView task) {
        return of(task, true);
    }

    static TaskDocument listed(TaskView task) {
        return of(task, false);
    }

    private static TaskDocument of(TaskView task, boolean whole) {
        List<TaskStep> next = task.links().next();
        TaskStep onFailure = task.links().onFailure();
        return new TaskDocument(
                task.id(),
                task.type(),
                task.queue(),
                task.state().text(),
                task.priority(),
                task.attempt(),
                task.failures(),
                task.maxRetries(),
                task.createdAt(),
                task.dueAt(),
                task.expiresAt(),
                task.startedAt(),
                task.endedAt(),
                task.worker(),
                task.source(),
                task.requestId(),
                task.cancelRequested(),
                whole ? task.payload() : null,
                whole ? task.result() : null,
                task.resultOmittedBytes() == 0 ? null : task.resultOmittedBytes(),
                task.error(),
                task.links().chainId(),
                next.isEmpty() ? null : next.stream().map(TaskStep::type).toList(),
                onFailure == null ? null : onFailure.type(),
                whole ? task.attempts() : null);
    }
}
