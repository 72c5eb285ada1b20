package dev.confab.common.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.CloudEventCodec;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.request.RequestId;
import dev.confab.common.trace.TraceParent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Requests for tasks as CloudEvents:
 *
 * <pre>{@code
 * {"specversion": "1.0", "id": "<task id>", "source": "<who submits>", "type": "dev.confab.task.requested",
 *  "subject": "<task type>", "time": "...", "datacontenttype": "application/json",
 *  "data": {"type": "<task type>", "payload": {...}, "queue"?, "priority"?, "dueAt"?, "expiresAt"?, "maxRetries"?,
 *           "next"?: [{"type", "payload"?, "queue"?, "maxRetries"?}], "onFailure"?: {...}}}
 * }</pre>
 *
 * Reading is strict: an unknown field of {@code data} is refused, because a misspelt {@code dueAt} must not run at once.
 * Attributes of the envelope that are not known here are ignored, as CloudEvents asks.
 */
public final class TaskRequestCodec {
    public static final String TYPE = "dev.confab.task.requested";

    private static final Set<String> FIELDS =
            Set.of("type", "payload", "queue", "priority", "dueAt", "expiresAt", "maxRetries", "next", "onFailure");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    /** Beyond, a handler should be told where to find its input. */
    private static final int LARGEST_VALUE = 512 * 1024;

    private TaskRequestCodec() {}

    /** The request as a record for the outbox. */
    public static OutboxRecord record(TaskRequest request, Instant time) {
        Map<String, String> headers = new HashMap<>();
        headers.put(RecordHeaders.CONTENT_TYPE, CloudEventCodec.CONTENT_TYPE);
        if (request.requestId() != null) {
            headers.put(RecordHeaders.REQUEST_ID, request.requestId());
        }
        if (request.traceParent() != null) {
            headers.put(RecordHeaders.TRACE_PARENT, request.traceParent());
        }
        return new OutboxRecord(
                TaskTopics.requests(request.queue()), request.id().toString(), encode(request, time), headers);
    }

    /** The request as a record's value. Fails with IllegalArgumentException if it is too large for any worker to read. */
    public static byte[] encode(TaskRequest request, Instant time) {
        ObjectNode data = CloudEvent.object();
        data.put("type", request.type());
        data.set("payload", request.payload());
        data.put("queue", request.queue());
        data.put("priority", request.priority());
        if (request.dueAt() != null) {
            data.put("dueAt", request.dueAt().toString());
        }
        if (request.expiresAt() != null) {
            data.put("expiresAt", request.expiresAt().toString());
        }
        if (request.maxRetries() != null) {
            data.put("maxRetries", request.maxRetries());
        }
        if (!request.next().isEmpty()) {
            data.set("next", TaskStepCodec.encode(request.next()));
        }
        if (request.onFailure() != null) {
            data.set("onFailure", TaskStepCodec.encode(request.onFailure()));
        }
        byte[] value =
                new CloudEvent(request.id().toString(), request.source(), TYPE, request.type(), time, data).toBytes();
        if (value.length > LARGEST_VALUE) {
            throw new IllegalArgumentException("a task's request is at most " + LARGEST_VALUE + " bytes large");
        }
        return value;
    }

    /** Reads a record of a topic of requests; what is wrong with it is in the exception's message, fit for its writer. */
    public static TaskRequest decode(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        return decode(
                record.value(),
                TaskTopics.queueOfRequests(record.topic()),
                RecordHeaders.text(record.headers(), RecordHeaders.REQUEST_ID),
                RecordHeaders.text(record.headers(), RecordHeaders.TRACE_PARENT));
    }

    /**
     * Reads a request from its parts.
     *
     * @param queue whose topic it stood on; {@code data} may name the same one
     * @param requestId dropped if it is not well-formed
     * @param traceParent dropped if it is not well-formed
     */
    public static TaskRequest decode(
            byte @Nullable [] value, String queue, @Nullable String requestId, @Nullable String traceParent)
            throws MalformedEventException {
        if (value != null && value.length > LARGEST_VALUE) {
            throw new MalformedEventException("the value is larger than " + LARGEST_VALUE + " bytes");
        }
        CloudEvent event = CloudEvent.parse(value);
        if (!event.type().equals(TYPE)) {
            throw new MalformedEventException("type: must be " + TYPE);
        }
        if (!UUID_TEXT.matcher(event.id()).matches()) {
            throw new MalformedEventException("id: must be a UUID");
        }
        JsonNode data = event.data();
        for (Iterator<String> names = data.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new MalformedEventException("data." + name + ": there is no such field");
            }
        }
        String type = CloudEvent.text(data, "type");
        if (event.subject() != null && !event.subject().equals(type)) {
            throw new MalformedEventException("subject: must be the same as data.type");
        }
        String named = CloudEvent.optionalText(data, "queue");
        if (named != null && !named.equals(queue)) {
            throw new MalformedEventException("data.queue: this topic belongs to the queue " + queue);
        }
        if (!(data.path("payload") instanceof ObjectNode payload)) {
            throw new MalformedEventException("data.payload: must be an object");
        }
        Integer priority = CloudEvent.optionalInt(data, "priority", 0, TaskRequest.HIGHEST_PRIORITY);
        TraceParent trace = TraceParent.parse(traceParent);
        try {
            return new TaskRequest(
                    UUID.fromString(event.id()),
                    type,
                    queue,
                    payload,
                    priority == null ? TaskRequest.DEFAULT_PRIORITY : priority,
                    CloudEvent.optionalTime(data, "dueAt"),
                    CloudEvent.optionalTime(data, "expiresAt"),
                    CloudEvent.optionalInt(data, "maxRetries", 0, TaskRequest.MOST_RETRIES),
                    event.source(),
                    RequestId.isWellFormed(requestId) ? requestId : null,
                    trace == null ? null : trace.value(),
                    TaskStepCodec.decodeAll(data.get("next"), "data.next"),
                    data.has("onFailure") ? TaskStepCodec.decode(data.get("onFailure"), "data.onFailure") : null);
        } catch (IllegalArgumentException refused) {
            throw new MalformedEventException("data: " + refused.getMessage(), refused);
        }
    }
}
