package dev.confab.common.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task that comes to be when another one has ended.
 *
 * @param type what is to be done, as in {@link TaskRequest}
 * @param queue where it waits and runs; nobody runs it on a queue that no worker serves
 * @param payload what the handler reads, besides what the task before it leaves; not to be changed
 * @param maxRetries how often to try again after a failure; null: as the handler has it
 */
public record TaskStep(
        String type,
        String queue,
        ObjectNode payload,
        @Nullable Integer maxRetries) {
    /** The field of a step's payload that holds the result of the step before; absent if there was none. */
    public static final String INPUT = "input";

    /** The field that tells the step for failures what has failed: {@code {taskId, type, payload, code, message}}. */
    public static final String FAILURE = "failure";

    public TaskStep {
        Objects.requireNonNull(payload);
        if (!TaskRequest.isType(type)) {
            throw new IllegalArgumentException("type: 1 to 100 of a-z 0-9 . _ -, beginning with a letter or digit");
        }
        if (!TaskTopics.isQueue(queue)) {
            throw new IllegalArgumentException("queue: 1 to 63 of a-z 0-9 -, no hyphen at either end");
        }
        if (maxRetries != null && (maxRetries < 0 || maxRetries > TaskRequest.MOST_RETRIES)) {
            throw new IllegalArgumentException("maxRetries: from 0 to " + TaskRequest.MOST_RETRIES);
        }
    }

    public static TaskStep of(String type, String queue, ObjectNode payload) {
        return new TaskStep(type, queue, payload, null);
    }
}
