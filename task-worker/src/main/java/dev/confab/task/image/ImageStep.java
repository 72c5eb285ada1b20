package dev.confab.task.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.command.ChatCommandCodec;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.task.handler.RetryLaterException;
import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskOptions;
import dev.confab.task.lifecycle.TaskClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;

/** What the steps of an image's chain have in common: how they run, and how their ends reach the room. */
@ApplicationScoped
class ImageStep {
    private static final String QUEUE = "media";
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);
    private static final int STEP_LIMIT_FACTOR = 2;

    private final Outbox outbox;
    private final ObjectMapper json;
    private final TaskClock clock;
    private final TaskOptions options;
    private final int storageRetries;

    /** What a step does with an image. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Exception;
    }

    @Inject
    ImageStep(Outbox outbox, ObjectMapper json, TaskClock clock, ImageConfig config) {
        this.outbox = outbox;
        this.json = json;
        this.clock = clock;
        storageRetries = config.storageRetries();
        options = TaskOptions.DEFAULTS
                .withQueue(QUEUE)
                .withRetries(config.maxRetries(), config.retryDelay(), LONGEST_DELAY)
                .withTimeLimits(config.timeout(), config.timeout().multipliedBy(STEP_LIMIT_FACTOR));
    }

    TaskOptions options() {
        return options;
    }

    /** Does the work; when the storage is away the step waits for it, and keeps its retries for what is wrong with the image. */
    <T> T withStorage(TaskContext context, Work<T> work) throws Exception {
        try {
            return work.run();
        } catch (StorageAwayException away) {
            if (context.attempt() > storageRetries) {
                throw away;
            }
            Duration delay = options.delayBefore(context.attempt() - 1);
            throw RetryLaterException.uncounted(delay, "The storage does not answer as it should.", away);
        }
    }

    /** Completes the step and, in the same transaction, tells how far the image is. */
    ImageFindings progressed(
            TaskContext context, ImagePayload payload, String step, int percent, ImageFindings findings)
            throws Exception {
        ObjectNode data = attachment(payload.attachmentId());
        data.put("step", step);
        data.put("percent", percent);
        return context.inTransaction(_ -> {
            outbox.add(command("attachment.progress", payload.roomId(), data, context));
            return findings;
        });
    }

    /** Completes the last step and, in the same transaction, tells what has been made. */
    ImageFindings finished(TaskContext context, ImagePayload payload, ImageFindings findings) throws Exception {
        ObjectNode data = attachment(payload.attachmentId());
        data.put("width", findings.width());
        data.put("height", findings.height());
        data.set("variants", json.valueToTree(findings.variants()));
        return context.inTransaction(_ -> {
            outbox.add(command("attachment.processed", payload.roomId(), data, context));
            return findings;
        });
    }

    /** Completes the step that follows a failure and tells of it. */
    void failed(TaskContext context, UUID roomId, UUID attachmentId, String code) throws Exception {
        ObjectNode data = attachment(attachmentId);
        data.put("error", code);
        var _ = context.inTransaction(_ -> {
            outbox.add(command("attachment.failed", roomId, data, context));
            return code;
        });
    }

    private static ObjectNode attachment(UUID id) {
        return CloudEvent.object().put("attachmentId", id.toString());
    }

    private OutboxRecord command(String kind, UUID roomId, ObjectNode data, TaskContext context) {
        return ChatCommandCodec.record(
                ChatCommand.ofTask(kind, roomId, data, context.requestId(), context.traceParent()), clock.now());
    }
}
