package dev.confab.task.echo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import jakarta.enterprise.context.ApplicationScoped;

/** Returns its payload: to see that tasks run, and how fast. */
@ApplicationScoped
class EchoHandler implements TaskHandler<JsonNode> {
    @Override
    public String type() {
        return "echo";
    }

    @Override
    public Class<JsonNode> payloadType() {
        return JsonNode.class;
    }

    @Override
    public JsonNode run(JsonNode payload, TaskContext context) {
        return payload;
    }
}
