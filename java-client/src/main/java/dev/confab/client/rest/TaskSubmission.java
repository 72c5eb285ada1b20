package dev.confab.client.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to do. Null leaves a choice to the worker.
 *
 * @param id the task's id; a second submission with it returns the first task
 * @param priority 0 to 9, 9 first
 * @param countdown seconds until it may be started; not together with {@code eta}
 * @param eta when it may be started
 * @param expires after which it is not started any more
 */
public record TaskSubmission(
        String type,
        JsonNode payload,
        @Nullable UUID id,
        @Nullable String queue,
        @Nullable Integer priority,
        @Nullable Long countdown,
        @Nullable Instant eta,
        @Nullable Instant expires,
        @Nullable Integer maxRetries) {
    /** Now, as the task's handler has it. */
    public static TaskSubmission of(String type, JsonNode payload) {
        return new TaskSubmission(type, payload, null, null, null, null, null, null, null);
    }
}
