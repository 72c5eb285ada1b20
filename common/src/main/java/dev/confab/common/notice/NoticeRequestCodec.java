package dev.confab.common.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.CloudEventCodec;
import dev.confab.common.event.EventTopics;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.outbox.OutboxRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Requests for notifications as CloudEvents:
 *
 * <pre>{@code
 * {"specversion": "1.0", "id": "...", "source": "<who asks>", "type": "dev.confab.notification.requested",
 *  "subject": "<event id>", "time": "...", "datacontenttype": "application/json",
 *  "data": {"kind", "recipients": [user ids], "room", "roomId", "eventId", "epoch", "seq", "actor": {"id", "username"},
 *           "title"?, "text", "time"}}
 * }</pre>
 *
 * The key of the record is the event's id. The same {@code data} is the payload of the task {@value #TASK}.
 */
public final class NoticeRequestCodec {
    public static final String TYPE = "dev.confab.notification.requested";
    /** The task that carries a request from the service in whose transaction it was decided to the topic. */
    public static final String TASK = "notify-subscribers";

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private NoticeRequestCodec() {}

    /** The request's data. */
    public static ObjectNode toJson(NoticeRequest request) {
        ObjectNode data = CloudEvent.object();
        data.put("kind", request.kind());
        ArrayNode recipients = data.putArray("recipients");
        request.recipients().forEach(id -> recipients.add(id.toString()));
        data.put("room", request.room());
        data.put("roomId", request.roomId().toString());
        data.put("eventId", request.eventId().toString());
        data.put("epoch", request.epoch());
        data.put("seq", request.seq());
        data.putObject("actor").put("id", request.actorId().toString()).put("username", request.actorName());
        if (request.title() != null) {
            data.put("title", request.title());
        }
        data.put("text", request.text());
        data.put("time", request.time().toString());
        return data;
    }

    /** Reads a request's data; the exception's message names what is wrong with it. */
    public static NoticeRequest fromJson(JsonNode data) throws MalformedEventException {
        JsonNode actor = data.path("actor");
        Instant time = CloudEvent.optionalTime(data, "time");
        JsonNode seq = data.path("seq");
        if (time == null) {
            throw new MalformedEventException("time: is missing");
        }
        if (!seq.isIntegralNumber() || !seq.canConvertToLong()) {
            throw new MalformedEventException("seq: must be a whole number");
        }
        try {
            return new NoticeRequest(
                    CloudEvent.text(data, "kind"),
                    recipients(data.path("recipients")),
                    CloudEvent.text(data, "room"),
                    uuid(CloudEvent.text(data, "roomId")),
                    uuid(CloudEvent.text(data, "eventId")),
                    CloudEvent.text(data, "epoch"),
                    seq.longValue(),
                    uuid(CloudEvent.text(actor, "id")),
                    CloudEvent.text(actor, "username"),
                    CloudEvent.optionalText(data, "title"),
                    CloudEvent.text(data, "text"),
                    time.truncatedTo(ChronoUnit.MILLIS));
        } catch (IllegalArgumentException refused) {
            throw new MalformedEventException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /**
     * The request as a record for the outbox.
     *
     * @param id the same whenever this request is published again
     * @param source who asks, a URI or path
     */
    public static OutboxRecord record(
            UUID id,
            String source,
            NoticeRequest request,
            Instant now,
            @Nullable String requestId,
            @Nullable String traceParent) {
        Map<String, String> headers = new HashMap<>();
        headers.put(RecordHeaders.CONTENT_TYPE, CloudEventCodec.CONTENT_TYPE);
        if (requestId != null) {
            headers.put(RecordHeaders.REQUEST_ID, requestId);
        }
        if (traceParent != null) {
            headers.put(RecordHeaders.TRACE_PARENT, traceParent);
        }
        String subject = request.eventId().toString();
        CloudEvent event = new CloudEvent(id.toString(), source, TYPE, subject, now, toJson(request));
        return new OutboxRecord(EventTopics.NOTIFICATION_REQUESTS, subject, event.toBytes(), headers);
    }

    private static List<UUID> recipients(JsonNode list) throws MalformedEventException {
        if (!list.isArray()) {
            throw new MalformedEventException("recipients: must be a list");
        }
        List<UUID> recipients = new ArrayList<>(list.size());
        for (JsonNode id : list) {
            recipients.add(uuid(id.asText()));
        }
        return recipients;
    }

    private static UUID uuid(String text) throws MalformedEventException {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw new MalformedEventException("an id is not a UUID");
        }
        return UUID.fromString(text);
    }
}
