package dev.confab.task.scheduled;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.command.ChatCommandCodec;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.handler.TaskOptions;
import dev.confab.task.lifecycle.TaskClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells chat-service that a message is due. The command and the completion of the task are one transaction, so it is
 * published if and only if the task succeeds; chat-service recognises a repetition.
 */
@ApplicationScoped
class PostScheduledMessageHandler implements TaskHandler<PostScheduledMessageHandler.Due> {
    private static final int RETRIES = 50;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private final Outbox outbox;
    private final TaskClock clock;

    /**
     * What is due.
     *
     * @param version which of the times that the message was given this is
     */
    record Due(UUID scheduledId, UUID roomId, int version) {}

    @Inject
    PostScheduledMessageHandler(Outbox outbox, TaskClock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "post-scheduled-message";
    }

    @Override
    public Class<Due> payloadType() {
        return Due.class;
    }

    @Override
    public TaskOptions options() {
        return TaskOptions.DEFAULTS.withRetries(RETRIES, FIRST_RETRY, LONGEST_RETRY);
    }

    @Override
    public @Nullable Object run(Due due, TaskContext context) throws Exception {
        ObjectNode data = CloudEvent.object();
        data.put("scheduledId", due.scheduledId().toString());
        data.put("version", due.version());
        OutboxRecord record = ChatCommandCodec.record(
                ChatCommand.ofTask("message.due", due.roomId(), data, context.requestId(), context.traceParent()),
                clock.now());
        context.<@Nullable Object>inTransaction(connection -> {
            outbox.add(connection, List.of(record));
            return null;
        });
        outbox.committed();
        return null;
    }
}
