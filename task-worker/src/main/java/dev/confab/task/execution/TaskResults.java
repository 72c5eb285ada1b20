package dev.confab.task.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.confab.task.handler.PermanentFailureException;
import dev.confab.task.lifecycle.ClaimedTask;
import dev.confab.task.lifecycle.Ending;
import dev.confab.task.lifecycle.TaskConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Payloads and results between JSON and Java. Results are plain ASCII, which every database takes. */
@ApplicationScoped
class TaskResults {
    private final ObjectMapper json;
    private final ObjectWriter writer;
    private final long maxSize;

    @Inject
    TaskResults(ObjectMapper json, TaskConfig config) {
        this.json = json;
        writer = json.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
        maxSize = config.maxResultSize().asLongValue();
    }

    /** Fails with a message that says what is wrong with the payload. */
    <P> P payload(String payload, Class<P> type) throws IOException {
        return json.readerFor(type)
                .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(payload);
    }

    Ending succeeded(ClaimedTask task, @Nullable Object result) throws PermanentFailureException {
        if (result == null) {
            return Ending.succeeded(task, null, 0);
        }
        try {
            String text = writer.writeValueAsString(result);
            if (text.length() > maxSize && !task.links().next().isEmpty()) {
                throw new PermanentFailureException(
                        "result_too_large", "The result is too large for the step that follows.");
            }
            return Ending.succeeded(task, text.length() <= maxSize ? text : null, text.length());
        } catch (JsonProcessingException notJson) {
            throw new PermanentFailureException("invalid_result", "The result has no JSON form.", notJson);
        }
    }
}
