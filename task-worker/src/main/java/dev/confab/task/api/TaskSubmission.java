package dev.confab.task.api;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.error.ConfabException;
import dev.confab.common.id.Uuid7;
import dev.confab.common.request.RequestId;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskStep;
import dev.confab.common.trace.TraceParent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What to do, as a client says it. A field that does not exist is refused: a misspelt {@code countdown} must not run at
 * once.
 */
record TaskSubmission(
        @Schema(required = true, description = "The name of a handler, such as `send-email`") @Nullable
        String type,

        @Schema(description = "What the handler reads; empty if left out", implementation = Map.class) @Nullable
        ObjectNode payload,

        @Schema(description = "The task's id and idempotency key; a new one if left out") @Nullable
        UUID id,

        @Schema(description = "Another queue than the type's") @Nullable
        String queue,

        @Schema(minimum = "0", maximum = "9", defaultValue = "5", description = "Of those that wait, 9 is first")
        @Nullable
        Integer priority,

        @Schema(minimum = "0", description = "Seconds before which it is not started; not together with `eta`")
        @Nullable
        Long countdown,

        @Schema(description = "The time before which it is not started", examples = "2026-05-01T06:00:00Z") @Nullable
        String eta,

        @Schema(description = "The time after which it is not started any more", examples = "2026-05-02T06:00:00Z")
        @Nullable
        String expires,

        @Schema(minimum = "0", maximum = "1000", description = "Other than the type's") @Nullable
        Integer maxRetries,

        @Schema(
                description =
                        "What follows when it has succeeded, one after the other; each step finds the result of the"
                                + " one before in its payload under `input`")
        @Nullable
        List<Step> next,

        @Schema(
                description =
                        "What follows when it, or a step after it, fails for good; finds the reason in its payload"
                                + " under `failure`")
        @Nullable
        Step onFailure,

        @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, Object> others) {
    private static final Duration LONGEST_COUNTDOWN = Duration.ofDays(3650);

    /**
     * The request for the engine.
     *
     * @param defaultQueue tells the queue of a type; fails for an unknown one
     * @param source who submits
     */
    TaskRequest request(UnaryOperator<String> defaultQueue, String source, Instant now) {
        if (others != null && !others.isEmpty()) {
            throw ConfabException.invalid(others.keySet().iterator().next(), "there is no such field");
        }
        if (type == null || !TaskRequest.isType(type)) {
            throw ConfabException.invalid("type", "must be the name of a task type: a-z 0-9 . _ -");
        }
        if (countdown != null && eta != null) {
            throw ConfabException.invalid("eta", "not together with countdown");
        }
        if (countdown != null && (countdown < 0 || countdown > LONGEST_COUNTDOWN.toSeconds())) {
            throw ConfabException.invalid("countdown", "from 0 seconds to ten years");
        }
        Instant due = countdown == null ? time("eta", eta) : now.plusSeconds(countdown);
        RequestId cause = RequestId.current();
        try {
            return new TaskRequest(
                    id == null ? Uuid7.create() : id,
                    type,
                    queue == null ? defaultQueue.apply(type) : queue,
                    payload == null ? JsonNodeFactory.instance.objectNode() : payload,
                    priority == null ? TaskRequest.DEFAULT_PRIORITY : priority,
                    due,
                    time("expires", expires),
                    maxRetries,
                    source,
                    cause == null ? null : cause.value(),
                    TraceParent.currentValue(),
                    next == null
                            ? List.of()
                            : next.stream()
                                    .map(step -> step.checked("next", defaultQueue))
                                    .toList(),
                    onFailure == null ? null : onFailure.checked("onFailure", defaultQueue));
        } catch (IllegalArgumentException refused) {
            String[] fieldAndRule = String.valueOf(refused.getMessage()).split(": ", 2);
            String field = fieldAndRule[0].equals("expiresAt") ? "expires" : fieldAndRule[0];
            throw ConfabException.invalid(field, fieldAndRule.length == 2 ? fieldAndRule[1] : "not acceptable");
        }
    }

    /** A task that follows. */
    record Step(
            @Schema(required = true, description = "The name of a handler") @Nullable
            String type,

            @Schema(description = "What the handler reads; empty if left out", implementation = Map.class) @Nullable
            ObjectNode payload,

            @Schema(description = "Another queue than the type's") @Nullable
            String queue,

            @Schema(minimum = "0", maximum = "1000", description = "Other than the type's") @Nullable
            Integer maxRetries,

            @Schema(hidden = true) @JsonAnySetter @Nullable Map<String, Object> others) {
        private TaskStep checked(String field, UnaryOperator<String> defaultQueue) {
            if (others != null && !others.isEmpty()) {
                throw ConfabException.invalid(
                        field + "." + others.keySet().iterator().next(), "there is no such field");
            }
            if (type == null || !TaskRequest.isType(type)) {
                throw ConfabException.invalid(field + ".type", "must be the name of a task type: a-z 0-9 . _ -");
            }
            // Asked in any case: it refuses a type that nobody knows.
            String usual = defaultQueue.apply(type);
            try {
                return new TaskStep(
                        type,
                        queue == null ? usual : queue,
                        payload == null ? JsonNodeFactory.instance.objectNode() : payload,
                        maxRetries);
            } catch (IllegalArgumentException refused) {
                throw ConfabException.invalid(field, String.valueOf(refused.getMessage()));
            }
        }
    }

    private static @Nullable Instant time(String field, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException notATime) {
            throw ConfabException.invalid(field, "must be a time such as 2026-05-01T06:00:00Z");
        }
    }
}
