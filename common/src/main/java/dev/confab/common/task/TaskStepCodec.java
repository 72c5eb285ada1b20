package dev.confab.common.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.MalformedEventException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps as JSON: {@code {"type", "payload"?, "queue"?, "maxRetries"?}}; an unknown field is refused. */
public final class TaskStepCodec {
    private static final Set<String> FIELDS = Set.of("type", "payload", "queue", "maxRetries");

    private TaskStepCodec() {}

    public static ArrayNode encode(List<TaskStep> steps) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode(steps.size());
        steps.forEach(step -> all.add(encode(step)));
        return all;
    }

    public static ObjectNode encode(TaskStep step) {
        ObjectNode object = CloudEvent.object();
        object.put("type", step.type());
        object.set("payload", step.payload());
        object.put("queue", step.queue());
        if (step.maxRetries() != null) {
            object.put("maxRetries", step.maxRetries());
        }
        return object;
    }

    /**
     * Reads a list of steps.
     *
     * @param steps null or missing for none
     * @param where the field's name, for messages
     */
    public static List<TaskStep> decodeAll(@Nullable JsonNode steps, String where) throws MalformedEventException {
        if (steps == null || steps.isMissingNode() || steps.isNull()) {
            return List.of();
        }
        if (!steps.isArray()) {
            throw new MalformedEventException(where + ": must be a list");
        }
        List<TaskStep> all = new ArrayList<>(steps.size());
        for (JsonNode step : steps) {
            all.add(decode(step, where));
        }
        return all;
    }

    public static TaskStep decode(JsonNode step, String where) throws MalformedEventException {
        if (!(step instanceof ObjectNode object)) {
            throw new MalformedEventException(where + ": a step is an object");
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new MalformedEventException(where + "." + name + ": there is no such field");
            }
        }
        JsonNode payload = object.path("payload");
        if (!payload.isMissingNode() && !payload.isObject()) {
            throw new MalformedEventException(where + ".payload: must be an object");
        }
        String queue = CloudEvent.optionalText(object, "queue");
        try {
            return new TaskStep(
                    CloudEvent.text(object, "type"),
                    queue == null ? TaskRequest.DEFAULT_QUEUE : queue,
                    payload instanceof ObjectNode given ? given : CloudEvent.object(),
                    CloudEvent.optionalInt(object, "maxRetries", 0, TaskRequest.MOST_RETRIES));
        } catch (IllegalArgumentException refused) {
            throw new MalformedEventException(where + "." + refused.getMessage(), refused);
        }
    }
}
