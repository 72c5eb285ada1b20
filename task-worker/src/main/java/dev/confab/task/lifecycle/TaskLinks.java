package dev.confab.task.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskStep;
import dev.confab.common.task.TaskStepCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a task is linked with.
 *
 * @param chainId the first task of its chain; null for a task alone
 * @param next what follows when it has succeeded
 * @param onFailure what follows when it goes to the dead letter; what follows it inherits this
 */
public record TaskLinks(
        @Nullable UUID chainId,
        List<TaskStep> next,
        @Nullable TaskStep onFailure) {
    public static final TaskLinks NONE = new TaskLinks(null, List.of(), null);

    /** For queries that {@link #read} reads. */
    static final String COLUMNS = "t.next_steps, t.on_failure, t.chain_id";

    private static final ObjectMapper JSON = new ObjectMapper();

    public TaskLinks {
        next = List.copyOf(next);
    }

    /** Those of a request from outside: it begins its chain. */
    public static TaskLinks of(TaskRequest request) {
        return request.next().isEmpty() && request.onFailure() == null
                ? NONE
                : new TaskLinks(request.id(), request.next(), request.onFailure());
    }

    static TaskLinks read(ResultSet row) throws SQLException {
        String next = row.getString("next_steps");
        String onFailure = row.getString("on_failure");
        UUID chain = row.getObject("chain_id", UUID.class);
        if (next == null && onFailure == null && chain == null) {
            return NONE;
        }
        try {
            return new TaskLinks(
                    chain,
                    next == null ? List.of() : TaskStepCodec.decodeAll(JSON.readTree(next), "next"),
                    onFailure == null ? null : TaskStepCodec.decode(JSON.readTree(onFailure), "onFailure"));
        } catch (JsonProcessingException | MalformedEventException impossible) {
            throw new IllegalStateException("stored steps are not what was written", impossible);
        }
    }

    @Nullable
    String nextText() {
        return next.isEmpty() ? null : TaskStepCodec.encode(next).toString();
    }

    @Nullable
    String onFailureText() {
        return onFailure == null ? null : TaskStepCodec.encode(onFailure).toString();
    }
}
