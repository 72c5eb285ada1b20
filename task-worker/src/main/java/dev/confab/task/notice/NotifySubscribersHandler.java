package dev.confab.task.notice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.notice.NoticeRequest;
import dev.confab.common.notice.NoticeRequestCodec;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.task.handler.PermanentFailureException;
import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.handler.TaskOptions;
import dev.confab.task.lifecycle.TaskClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Asks notification-service to notify up to 500 people of an event of a room. The request and the completion of the task
 * are one transaction, so it is published if and only if the task succeeds; the other side knows each (event, person).
 */
@ApplicationScoped
class NotifySubscribersHandler implements TaskHandler<JsonNode> {
    private static final String SOURCE = "/confab/tasks";
    private static final int RETRIES = 50;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private final Outbox outbox;
    private final TaskClock clock;

    @Inject
    NotifySubscribersHandler(Outbox outbox, TaskClock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public String type() {
        return NoticeRequestCodec.TASK;
    }

    @Override
    public Class<JsonNode> payloadType() {
        return JsonNode.class;
    }

    @Override
    public TaskOptions options() {
        return TaskOptions.DEFAULTS.withRetries(RETRIES, FIRST_RETRY, LONGEST_RETRY);
    }

    @Override
    public Object run(JsonNode payload, TaskContext context) throws Exception {
        NoticeRequest request = read(payload);
        OutboxRecord record = NoticeRequestCodec.record(
                context.taskId(), SOURCE, request, clock.now(), context.requestId(), context.traceParent());
        Object result = context.inTransaction(connection -> {
            outbox.add(connection, List.of(record));
            return Map.of("recipients", request.recipients().size());
        });
        outbox.committed();
        return result;
    }

    private static NoticeRequest read(JsonNode payload) throws PermanentFailureException {
        try {
            return NoticeRequestCodec.fromJson(payload);
        } catch (MalformedEventException malformed) {
            throw new PermanentFailureException("malformed_request", String.valueOf(malformed.getMessage()), malformed);
        }
    }
}
