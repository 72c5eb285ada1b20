package dev.confab.common.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events of streams as CloudEvents 1.0 in JSON:
 *
 * <pre>{@code
 * {"specversion": "1.0", "id": "<event id>", "source": "/confab/chat", "type": "dev.confab.chat.message.posted",
 *  "subject": "<room or username>", "time": "...", "datacontenttype": "application/json",
 *  "data": {"streamId", "room" or "username", "epoch", "seq", "user": {"id", "username"}, "clientMessageId",
 *           "payload": {... by type ...}}}
 * }</pre>
 *
 * The payload stands apart because its fields have names of their own, some of which ({@code user}, {@code seq}) are
 * those of the envelope.
 */
public final class CloudEventCodec {
    /** The content type of a record's value. */
    public static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

    private static final String CHAT_SOURCE = "/confab/chat";
    private static final String NOTIFICATION_SOURCE = "/confab/notification";
    private static final String ROOM_TYPE = "dev.confab.chat.";
    private static final String USER_TYPE = "dev.confab.user.";
    private static final String INBOX_TYPE = "dev.confab.notification.";
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectMapper JSON = new ObjectMapper();

    private CloudEventCodec() {}

    /** The event in UTF-8. Half a surrogate pair, which no JSON can hold, becomes a replacement character. */
    public static byte[] encode(StreamEvent event) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(512 + event.data().length());
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", event.eventId().toString());
            json.writeStringField("source", source(event.kind()));
            json.writeStringField("type", whole(prefix(event.kind()) + event.type()));
            json.writeStringField("subject", whole(event.streamName()));
            json.writeStringField("time", event.time().toString());
            json.writeStringField("datacontenttype", "application/json");
            json.writeObjectFieldStart("data");
            json.writeStringField("streamId", event.streamId().toString());
            json.writeStringField(nameField(event.kind()), whole(event.streamName()));
            json.writeStringField("epoch", event.epoch());
            json.writeNumberField("seq", event.seq());
            writeUser(json, event);
            if (event.clientId() != null) {
                json.writeStringField("clientMessageId", whole(event.clientId()));
            }
            json.writeFieldName("payload");
            json.writeRawValue(whole(event.data()));
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param requestId from the record's header
     * @param traceParent from the record's header
     */
    public static StreamEvent decode(byte[] value, @Nullable String requestId, @Nullable String traceParent)
            throws MalformedEventException {
        try {
            JsonNode event = JSON.readTree(value);
            String type = text(event, "type");
            StreamKind kind = kindOf(type);
            JsonNode data = object(event, "data");
            JsonNode user = data.path("user");
            return new StreamEvent(
                    UUID.fromString(text(data, "streamId")),
                    kind,
                    text(data, nameField(kind)),
                    text(data, "epoch"),
                    seq(data),
                    UUID.fromString(text(event, "id")),
                    type.substring(prefix(kind).length()),
                    user.isObject() ? UUID.fromString(text(user, "id")) : null,
                    user.path("username").textValue(),
                    data.path("clientMessageId").textValue(),
                    object(data, "payload").toString(),
                    Instant.parse(text(event, "time")),
                    requestId,
                    traceParent);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new MalformedEventException("not an event: " + e.getMessage(), e);
        }
    }

    private static void writeUser(JsonGenerator json, StreamEvent event) throws IOException {
        if (event.actorId() != null) {
            json.writeObjectFieldStart("user");
            json.writeStringField("id", event.actorId().toString());
            if (event.actorName() != null) {
                json.writeStringField("username", whole(event.actorName()));
            }
            json.writeEndObject();
        }
    }

    private static String prefix(StreamKind kind) {
        return switch (kind) {
            case ROOM -> ROOM_TYPE;
            case USER -> USER_TYPE;
            case INBOX -> INBOX_TYPE;
        };
    }

    private static String source(StreamKind kind) {
        return switch (kind) {
            case ROOM, USER -> CHAT_SOURCE;
            case INBOX -> NOTIFICATION_SOURCE;
        };
    }

    private static String nameField(StreamKind kind) {
        return switch (kind) {
            case ROOM -> "room";
            case USER, INBOX -> "username";
        };
    }

    private static StreamKind kindOf(String type) throws MalformedEventException {
        for (StreamKind kind : StreamKind.values()) {
            if (type.startsWith(prefix(kind))) {
                return kind;
            }
        }
        throw new MalformedEventException("an event of the foreign type " + type);
    }

    private static String text(JsonNode object, String field) throws MalformedEventException {
        String value = object.path(field).textValue();
        if (value == null) {
            throw new MalformedEventException("there is no text in the field " + field);
        }
        return value;
    }

    private static JsonNode object(JsonNode object, String field) throws MalformedEventException {
        JsonNode value = object.path(field);
        if (!value.isObject()) {
            throw new MalformedEventException("there is no object in the field " + field);
        }
        return value;
    }

    private static long seq(JsonNode data) throws MalformedEventException {
        long seq = data.path("seq").asLong();
        if (seq < 1) {
            throw new MalformedEventException("there is no positive seq");
        }
        return seq;
    }

    /** The text with each half surrogate pair replaced; nearly always the text itself. */
    private static String whole(String text) {
        int half = halfSurrogate(text, 0);
        if (half < 0) {
            return text;
        }
        StringBuilder whole = new StringBuilder(text);
        for (; half >= 0; half = halfSurrogate(text, half + 1)) {
            whole.setCharAt(half, '\ufffd');
        }
        return whole.toString();
    }

    private static int halfSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }
}
