package dev.confab.common.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.id.Uuid7;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that chat-service is to do in a room.
 *
 * @param id the same whenever the command comes again
 * @param kind what is to be done: {@code message.due}, 1 to 100 of {@code a-z 0-9 . _ -}
 * @param roomId whose commands are carried out in the order in which they were written
 * @param source who asks for it, a URI or path
 * @param data by kind; not to be changed
 * @param requestId the request that causes it, for logs
 * @param traceParent the step of a trace that causes it
 */
public record ChatCommand(
        UUID id,
        String kind,
        UUID roomId,
        String source,
        ObjectNode data,
        @Nullable String requestId,
        @Nullable String traceParent) {
    private static final Pattern KIND = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    public ChatCommand {
        Objects.requireNonNull(id);
        Objects.requireNonNull(roomId);
        Objects.requireNonNull(data);
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("kind: 1 to 100 of a-z 0-9 . _ -, beginning with a letter or digit");
        }
        if (source.isEmpty()) {
            throw new IllegalArgumentException("source: must not be empty");
        }
    }

    /** A new command of task-worker, on behalf of a task's request and trace. */
    public static ChatCommand ofTask(
            String kind, UUID roomId, ObjectNode data, @Nullable String requestId, @Nullable String traceParent) {
        return new ChatCommand(Uuid7.create(), kind, roomId, "/confab/tasks", data, requestId, traceParent);
    }
}
