package dev.confab.chat.protocol.simple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.confab.chat.protocol.Command;
import dev.confab.chat.protocol.ProtocolCodec;
import dev.confab.chat.protocol.ServerFrame;
import dev.confab.common.connection.OutboundFrame;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.frame.FrameFields;
import dev.confab.common.frame.FrameWriter;
import dev.confab.common.stream.EventEncoding;
import dev.confab.common.stream.StreamEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of the simple protocol. Its frames name no room: the connection is in one only, which the session knows, so the
 * commands carry an empty name.
 */
@ApplicationScoped
class SimpleCodec implements ProtocolCodec {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_TEXT = 64 * 1024;
    private static final int MAX_RECEIVERS = 50;
    private static final int MAX_NAME = 200;
    private static final String MESSAGE = "message";
    private static final String TO = "to";
    private static final String TYPING = "typing";
    private static final OutboundFrame PING = OutboundFrame.ping();
    private static final EventEncoding<OutboundFrame> EVENTS = SimpleCodec::write;

    @Override
    public String name() {
        return "simple";
    }

    @Override
    public EventEncoding<OutboundFrame> events() {
        return EVENTS;
    }

    @Override
    public OutboundFrame ping() {
        return PING;
    }

    @Override
    public Command decode(String text) {
        FrameFields frame = FrameFields.parse(text, null);
        String type = frame.has("type") ? frame.text("type", 0, MAX_TEXT) : MESSAGE;
        return switch (type) {
            case MESSAGE -> {
                String message = frame.text(MESSAGE, 0, MAX_TEXT);
                if (frame.has(TO)) {
                    yield new Command.Whisper(
                            null,
                            Command.ONLY_ROOM,
                            UUID.randomUUID().toString(),
                            message,
                            frame.texts(TO, MAX_RECEIVERS, 1, MAX_NAME));
                }
                yield message.isBlank()
                        ? new Command.Nothing(null)
                        : new Command.Send(
                                null,
                                Command.ONLY_ROOM,
                                UUID.randomUUID().toString(),
                                message,
                                null,
                                null,
                                List.of(),
                                null);
            }
            case TYPING -> new Command.Typing(null, Command.ONLY_ROOM, frame.bool("is_typing"));
            default -> throw frame.unknownType(type);
        };
    }

    @Override
    public @Nullable OutboundFrame encode(ServerFrame frame) {
        return switch (frame) {
            case ServerFrame.TypingShown shown ->
                OutboundFrame.ephemeral(FrameWriter.frame(
                        TYPING,
                        writer -> writer.text("username", shown.username()).bool("is_typing", shown.typing())));
            case ServerFrame.PresenceShown shown ->
                OutboundFrame.ephemeral(FrameWriter.frame(
                        shown.online() ? "user_join" : "user_leave",
                        writer -> writer.text("username", shown.username())));
            case ServerFrame.Failure failure -> error(failure.code().code(), failure);
            case ServerFrame.Removed removed ->
                OutboundFrame.durable(FrameWriter.frame(
                        "error",
                        writer -> writer.text(MESSAGE, removed.message()).text("code", removed.code())));
            case ServerFrame.Closed closed ->
                OutboundFrame.durable(FrameWriter.frame("closed", writer -> writer.text(MESSAGE, closed.reason())));
            case ServerFrame.PresenceCounted counted -> null;
            case ServerFrame.PersonShown shown -> null;
            case ServerFrame.LookedAt looked -> null;
            case ServerFrame.Welcome welcome -> null;
            case ServerFrame.Joined joined -> null;
            case ServerFrame.Hint hint -> null;
            case ServerFrame.RoomRefused refused -> null;
            case ServerFrame.RoomsAnswered answered -> null;
            case ServerFrame.Left left -> null;
            case ServerFrame.Ack ack -> null;
            case ServerFrame.Present present -> null;
            case ServerFrame.Ok ok -> null;
            case ServerFrame.Pong pong -> null;
        };
    }

    private static OutboundFrame error(String code, ServerFrame.Failure failure) {
        return OutboundFrame.durable(FrameWriter.frame(
                "error",
                writer -> writer.text(MESSAGE, failure.message())
                        .text("code", code)
                        .millis("retry_after_ms", failure.retryAfter())));
    }

    /** Only messages have words here; the name of their author stands in two fields, because clients read either. */
    private static OutboundFrame write(StreamEvent event) {
        boolean whispered = event.type().equals("message.whispered");
        if (!whispered && !event.type().equals("message.posted")) {
            return OutboundFrame.NONE;
        }
        JsonNode data = data(event);
        if (data.has("deleted")) {
            // It was deleted before it could be read.
            return OutboundFrame.NONE;
        }
        return OutboundFrame.durable(FrameWriter.frame(MESSAGE, writer -> {
            writer.text(MESSAGE, text(data))
                    .text("username", event.actorName())
                    .text("user", event.actorName())
                    .text(
                            "message_id",
                            whispered
                                    ? data.path("messageId").asText()
                                    : event.eventId().toString())
                    .time("timestamp", event.time());
            if (whispered) {
                writer.bool("private", true).texts(TO, names(data.path(TO)));
            }
        }));
    }

    /** A message of nothing but files says their names here. */
    private static String text(JsonNode data) {
        String text = data.path("text").asText();
        List<String> files = new ArrayList<>();
        data.path("attachments").forEach(file -> files.add(file.path("name").asText()));
        return text.isEmpty() ? String.join(", ", files) : text;
    }

    private static List<String> names(JsonNode people) {
        List<String> names = new ArrayList<>();
        people.forEach(person -> names.add(person.path("username").asText()));
        return names;
    }

    private static JsonNode data(StreamEvent event) {
        try {
            return JSON.readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new ConfabException(ErrorCode.INTERNAL, "An event cannot be read", e);
        }
    }
}
