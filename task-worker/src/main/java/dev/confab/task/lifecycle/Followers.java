package dev.confab.task.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.id.Uuid7;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tasks that follow others. A follower is stored in the transaction that ends the task before it, which is
 * fenced: so there is exactly one for each end, whoever dies when.
 */
final class Followers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Followers() {}

    /** The next step after a success; null if there is none. */
    static @Nullable NewTask next(ClaimedTask task, @Nullable String result) {
        List<TaskStep> steps = task.links().next();
        if (steps.isEmpty()) {
            return null;
        }
        TaskStep step = steps.getFirst();
        ObjectNode payload = step.payload().deepCopy();
        if (result != null) {
            payload.set(TaskStep.INPUT, json(result));
        }
        TaskRequest request = request(step, payload, task.source(), task.requestId(), task.traceParent())
                .then(steps.subList(1, steps.size()))
                .orElse(task.links().onFailure());
        return new NewTask(request, TaskState.PENDING, null, task.links().chainId());
    }

    /** What is to be done about a dead letter; null if nothing is. It has no one to care for its own failure. */
    static @Nullable NewTask afterFailure(TaskChange dead, EndingStore.Letter letter) {
        TaskStep step = letter.links().onFailure();
        TaskError error = dead.error();
        if (step == null || error == null) {
            return null;
        }
        ObjectNode failure = CloudEvent.object();
        failure.put("taskId", dead.id().toString());
        failure.put("type", dead.type());
        failure.set("payload", json(letter.payload()));
        failure.put("code", error.code());
        failure.put("message", error.message());
        ObjectNode payload = step.payload().deepCopy();
        payload.set(TaskStep.FAILURE, failure);
        TaskRequest request = request(step, payload, dead.source(), dead.requestId(), dead.traceParent());
        return new NewTask(request, TaskState.PENDING, null, letter.links().chainId());
    }

    private static TaskRequest request(
            TaskStep step,
            ObjectNode payload,
            String source,
            @Nullable String requestId,
            @Nullable String traceParent) {
        return new TaskRequest(
                Uuid7.create(),
                step.type(),
                step.queue(),
                payload,
                TaskRequest.DEFAULT_PRIORITY,
                null,
                null,
                step.maxRetries(),
                source,
                requestId,
                traceParent);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what is stored is not JSON", impossible);
        }
    }
}
