package dev.confab.common.command;

import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.CloudEventCodec;
import dev.confab.common.event.EventTopics;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.request.RequestId;
import dev.confab.common.trace.TraceParent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Commands as CloudEvents:
 *
 * <pre>{@code
 * {"specversion": "1.0", "id": "<command id>", "source": "<who asks>", "type": "dev.confab.chat.command.<kind>",
 *  "subject": "<room id>", "time": "...", "datacontenttype": "application/json", "data": {... by kind ...}}
 * }</pre>
 *
 * The key of the record is the room's id.
 */
public final class ChatCommandCodec {
    private static final String PREFIX = "dev.confab.chat.command.";
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private ChatCommandCodec() {}

    /** The command as a record for the outbox. */
    public static OutboxRecord record(ChatCommand command, Instant time) {
        Map<String, String> headers = new HashMap<>();
        headers.put(RecordHeaders.CONTENT_TYPE, CloudEventCodec.CONTENT_TYPE);
        if (command.requestId() != null) {
            headers.put(RecordHeaders.REQUEST_ID, command.requestId());
        }
        if (command.traceParent() != null) {
            headers.put(RecordHeaders.TRACE_PARENT, command.traceParent());
        }
        String room = command.roomId().toString();
        CloudEvent event = new CloudEvent(
                command.id().toString(), command.source(), PREFIX + command.kind(), room, time, command.data());
        return new OutboxRecord(EventTopics.CHAT_COMMANDS, room, event.toBytes(), headers);
    }

    /** Reads what {@link #record} wrote; the exception's message names what is wrong with it. */
    public static ChatCommand decode(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        CloudEvent event = CloudEvent.parse(record.value());
        if (!event.type().startsWith(PREFIX)) {
            throw new MalformedEventException("type: must begin with " + PREFIX);
        }
        if (event.subject() == null) {
            throw new MalformedEventException("subject: must be the room's id");
        }
        String requestId = RecordHeaders.text(record.headers(), RecordHeaders.REQUEST_ID);
        TraceParent trace = TraceParent.parse(RecordHeaders.text(record.headers(), RecordHeaders.TRACE_PARENT));
        try {
            return new ChatCommand(
                    uuid("id", event.id()),
                    event.type().substring(PREFIX.length()),
                    uuid("subject", event.subject()),
                    event.source(),
                    event.data(),
                    RequestId.isWellFormed(requestId) ? requestId : null,
                    trace == null ? null : trace.value());
        } catch (IllegalArgumentException refused) {
            throw new MalformedEventException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** The UUID in a field. */
    public static UUID uuid(String field, String text) throws MalformedEventException {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw new MalformedEventException(field + ": must be a UUID");
        }
        return UUID.fromString(text);
    }
}
