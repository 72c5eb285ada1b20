package dev.confab.task.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.CloudEventCodec;
import dev.confab.common.id.Uuid7;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.task.TaskTopics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the topics of tasks carry: changes of states, due retries, dead letters. The key of every record is the task's id. */
@ApplicationScoped
public class TaskEvents {
    private static final String SOURCE = "/confab/task";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean enabled;

    @Inject
    public TaskEvents(TaskConfig config) {
        enabled = config.events().enabled();
    }

    /** What a change is called. */
    public enum Kind {
        ACCEPTED("accepted"),
        STARTED("started"),
        /** It will run again: after a failure, or because its worker was lost or stopped. */
        RETRY("retry"),
        SUCCEEDED("succeeded"),
        FAILED("failed"),
        /** Cancelled or expired. */
        CANCELLED("cancelled");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        static Kind ofEnd(TaskState state) {
            return switch (state) {
                case SUCCEEDED -> SUCCEEDED;
                case FAILED -> FAILED;
                case REVOKED -> CANCELLED;
                case PENDING, RETRY -> RETRY;
                case STARTED, SCHEDULED -> throw new IllegalArgumentException(state + " ends nothing");
            };
        }
    }

    /** Whether anybody is to be told of changes. */
    public boolean enabled() {
        return enabled;
    }

    /** One event per change; none if events are switched off. */
    public List<OutboxRecord> changed(Kind kind, List<TaskChange> changes, Instant now) {
        return enabled
                ? changes.stream().map(change -> event(kind, change, now)).toList()
                : List.of();
    }

    /** Events of attempts that begin; none if events are switched off. */
    public List<OutboxRecord> started(List<ClaimedTask> claimed, String worker, Instant now) {
        return changed(
                Kind.STARTED,
                claimed.stream()
                        .map(task -> task.changedTo(TaskState.STARTED, worker))
                        .toList(),
                now);
    }

    /** Events of attempts that have ended, each of the kind that its state says. */
    List<OutboxRecord> ended(List<TaskChange> changes, Instant now) {
        return enabled
                ? changes.stream()
                        .map(change -> event(Kind.ofEnd(change.state()), change, now))
                        .toList()
                : List.of();
    }

    /** A retry that is due. */
    public static OutboxRecord dueRetry(TaskChange change, Instant now) {
        ObjectNode data = CloudEvent.object();
        data.put("taskId", change.id().toString());
        data.put("attempt", change.attempt());
        return record(TaskTopics.retries(change.queue()), "dev.confab.task.retry", change, data, now);
    }

    static OutboxRecord deadLetter(TaskChange change, EndingStore.Letter letter, Instant now) {
        ObjectNode data = CloudEvent.object();
        data.put("taskId", change.id().toString());
        data.put("type", change.type());
        data.put("queue", change.queue());
        try {
            data.set("payload", JSON.readTree(letter.payload()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a stored payload is not JSON", impossible);
        }
        ArrayNode attempts = data.putArray("attempts");
        for (AttemptView attempt : letter.attempts()) {
            ObjectNode run = attempts.addObject();
            run.put("attempt", attempt.attempt());
            run.put("startedAt", attempt.startedAt().toString());
            if (attempt.endedAt() != null) {
                run.put("endedAt", attempt.endedAt().toString());
            }
            run.put("worker", attempt.worker());
            putError(run, attempt.error());
        }
        putError(data, change.error());
        data.put("submittedBy", change.source());
        data.put("requestId", change.requestId());
        return record(TaskTopics.deadLetters(change.queue()), "dev.confab.task.dead", change, data, now);
    }

    private static OutboxRecord event(Kind kind, TaskChange change, Instant now) {
        ObjectNode data = CloudEvent.object();
        data.put("taskId", change.id().toString());
        data.put("type", change.type());
        data.put("queue", change.queue());
        data.put("state", change.state().text());
        data.put("attempt", change.attempt());
        if (change.worker() != null) {
            data.put("worker", change.worker());
        }
        if (change.dueAt() != null) {
            data.put("dueAt", change.dueAt().toString());
        }
        putError(data, change.error());
        return record(TaskTopics.EVENTS, "dev.confab.task." + kind.text, change, data, now);
    }

    private static void putError(ObjectNode object, @Nullable TaskError error) {
        if (error != null) {
            object.putObject("error").put("code", error.code()).put("message", error.message());
        }
    }

    private static OutboxRecord record(String topic, String type, TaskChange change, ObjectNode data, Instant now) {
        CloudEvent event = new CloudEvent(Uuid7.create().toString(), SOURCE, type, change.type(), now, data);
        Map<String, String> headers = new HashMap<>();
        headers.put(RecordHeaders.CONTENT_TYPE, CloudEventCodec.CONTENT_TYPE);
        if (change.requestId() != null) {
            headers.put(RecordHeaders.REQUEST_ID, change.requestId());
        }
        if (change.traceParent() != null) {
            headers.put(RecordHeaders.TRACE_PARENT, change.traceParent());
        }
        return new OutboxRecord(topic, change.id().toString(), event.toBytes(), headers);
    }
}
