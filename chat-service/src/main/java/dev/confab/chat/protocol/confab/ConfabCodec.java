package dev.confab.chat.protocol.confab;

import dev.confab.chat.action.RoomActions;
import dev.confab.chat.protocol.Command;
import dev.confab.chat.protocol.ProtocolCodec;
import dev.confab.chat.protocol.RoomStart;
import dev.confab.chat.protocol.ServerFrame;
import dev.confab.chat.status.UserStatus;
import dev.confab.common.connection.OutboundFrame;
import dev.confab.common.frame.FrameFields;
import dev.confab.common.frame.FrameWriter;
import dev.confab.common.identity.Role;
import dev.confab.common.stream.EventEncoding;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamKind;
import dev.confab.common.stream.StreamPosition;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The JSON of the native protocol. */
@ApplicationScoped
class ConfabCodec implements ProtocolCodec {

    private static final String PING = "ping";
    private static final int MAX_ID = 64;
    private static final int MAX_ROOM = 400;
    private static final int MAX_EPOCH = 200;
    private static final int MAX_HISTORY = 200;
    /** In one frame; how many a connection may have joined is a setting. */
    private static final int MAX_ROOMS = 1_000;

    private static final int MAX_TEXT = 64 * 1024;
    private static final int MAX_TRACE = 512;
    private static final int MAX_ATTACHMENTS = 100;
    private static final int MAX_LOOKED_AT = 200;
    private static final int ID_LENGTH = 36;

    private static final EventEncoding<OutboundFrame> EVENTS =
            event -> OutboundFrame.durable(FrameWriter.frame("event", writer -> write(writer, event)));

    private final ServerLimits limits;
    private final RoomActions actions;

    ConfabCodec(ServerLimits limits, RoomActions actions) {
        this.limits = limits;
        this.actions = actions;
    }

    @Override
    public String name() {
        return "confab";
    }

    @Override
    public EventEncoding<OutboundFrame> events() {
        return EVENTS;
    }

    @Override
    public OutboundFrame ping() {
        return OutboundFrame.durable(FrameWriter.frame(PING, writer -> {}));
    }

    @Override
    public Command decode(String text) {
        FrameFields frame = FrameFields.parse(text, "id");
        String type = frame.text("type", 1, MAX_ROOM);
        return switch (type) {
            case "hello" -> {
                FrameFields me = frame.optionalObject("me");
                List<FrameFields> rooms = frame.optionalObjects("rooms", MAX_ROOMS);
                yield new Command.Hello(
                        id(frame),
                        frame.optionalText("client", 0, 200),
                        me == null ? null : position(me),
                        frame.has("batch") && frame.bool("batch"),
                        frame.has("present") && frame.bool("present"),
                        rooms == null
                                ? null
                                : rooms.stream().map(ConfabCodec::start).toList());
            }
            case "join" -> new Command.Join(id(frame), start(frame));
            case "leave" -> new Command.Leave(id(frame), room(frame));
            case "send" ->
                new Command.Send(
                        id(frame),
                        room(frame),
                        frame.text("clientMessageId", 1, MAX_ID),
                        frame.text("text", 0, MAX_TEXT),
                        frame.optionalText("replyTo", 1, MAX_ID),
                        frame.optionalText("threadId", 1, MAX_ID),
                        frame.has("attachments") ? frame.texts("attachments", MAX_ATTACHMENTS, 1, MAX_ID) : List.of(),
                        frame.optionalText("traceparent", 0, MAX_TRACE));
            case "typing" -> new Command.Typing(optionalId(frame), room(frame), frame.bool("typing"));
            case "presence" ->
                new Command.ListPresence(id(frame), room(frame), !frame.has("look") || frame.bool("look"));
            case "look" ->
                new Command.Look(
                        id(frame),
                        frame.has("rooms") ? frame.texts("rooms", MAX_LOOKED_AT, 1, MAX_ROOM) : List.of(),
                        people(frame));
            case "read" -> new Command.Read(id(frame), room(frame), frame.number("seq", 0, Long.MAX_VALUE));
            case PING -> new Command.Ping(optionalId(frame));
            case "seen" -> new Command.Seen(optionalId(frame), seen(frame));
            case "pong" -> new Command.Pong(optionalId(frame), seen(frame));
            default -> {
                if (!actions.has(type)) {
                    throw frame.unknownType(type);
                }
                yield new Command.Action(id(frame), type, frame, frame.optionalText("traceparent", 0, MAX_TRACE));
            }
        };
    }

    private static List<UUID> people(FrameFields frame) {
        if (!frame.has("people")) {
            return List.of();
        }
        List<String> ids = frame.texts("people", MAX_LOOKED_AT, ID_LENGTH, ID_LENGTH);
        try {
            return ids.stream().map(UUID::fromString).toList();
        } catch (IllegalArgumentException noId) {
            throw frame.invalid("people", "must hold ids of people");
        }
    }

    private static RoomStart start(FrameFields fields) {
        return new RoomStart(
                room(fields),
                fields.has("epoch") || fields.has("seq") ? position(fields) : null,
                fields.has("history") ? (int) fields.number("history", 0, MAX_HISTORY) : 0,
                fields.has("watch") && fields.bool("watch"));
    }

    private static Map<String, Long> seen(FrameFields frame) {
        return frame.optionalNumbers("rooms", MAX_ROOMS, 0, Long.MAX_VALUE);
    }

    private static String id(FrameFields frame) {
        return frame.text("id", 1, MAX_ID);
    }

    private static @Nullable String optionalId(FrameFields frame) {
        return frame.optionalText("id", 1, MAX_ID);
    }

    private static String room(FrameFields frame) {
        return frame.text("room", 1, MAX_ROOM);
    }

    private static StreamPosition position(FrameFields fields) {
        return new StreamPosition(fields.text("epoch", 0, MAX_EPOCH), fields.number("seq", 0, Long.MAX_VALUE));
    }

    @Override
    public OutboundFrame encode(ServerFrame frame) {
        return switch (frame) {
            case ServerFrame.TypingShown shown ->
                OutboundFrame.ephemeral(FrameWriter.frame(
                        "typing",
                        writer -> user(writer.text("room", shown.room()), shown.userId(), shown.username())
                                .bool("typing", shown.typing())));
            case ServerFrame.PresenceShown shown ->
                OutboundFrame.ephemeral(FrameWriter.frame(
                        "presence",
                        writer -> user(writer.text("room", shown.room()), shown.userId(), shown.username())
                                .bool("online", shown.online())
                                .number("count", shown.count())));
            case ServerFrame.Hint hint ->
                OutboundFrame.ephemeral(FrameWriter.frame(
                        hint.type(), writer -> writer.text("room", hint.room()).members(hint.fields())));
            case ServerFrame.PresenceCounted counted ->
                OutboundFrame.ephemeral(FrameWriter.frame(
                        "presence",
                        writer -> writer.text("room", counted.room()).number("count", counted.count())));
            case ServerFrame.PersonShown shown ->
                OutboundFrame.ephemeral(FrameWriter.frame(
                        "online",
                        writer -> user(writer, shown.userId(), shown.username()).bool("online", shown.online())));
            case ServerFrame.LookedAt looked ->
                OutboundFrame.durable(FrameWriter.frame(
                        "looking",
                        writer -> writer.text("id", looked.id())
                                .object("rooms", rooms -> {
                                    for (Map.Entry<String, Integer> room :
                                            looked.rooms().entrySet()) {
                                        rooms.number(room.getKey(), room.getValue());
                                    }
                                })
                                .texts(
                                        "people",
                                        looked.people().stream()
                                                .map(UUID::toString)
                                                .toList())));
            case ServerFrame.Welcome welcome -> OutboundFrame.durable(welcome(welcome));
            case ServerFrame.Joined joined ->
                OutboundFrame.durable(FrameWriter.frame(
                        "joined",
                        writer -> writer.text("id", joined.id())
                                .text("room", joined.room())
                                .id("roomId", joined.roomId())
                                .text("epoch", joined.stream().top().epoch())
                                .number("seq", joined.stream().top().seq())
                                .bool("recovered", joined.stream().recovered())
                                .number("from", joined.stream().from())));
            case ServerFrame.RoomRefused refused ->
                OutboundFrame.durable(FrameWriter.frame(
                        "error",
                        writer -> writer.text("room", refused.room())
                                .text("code", refused.code().code())
                                .text("message", refused.message())
                                .bool("temporary", refused.code().temporary())
                                .millis("retryAfterMs", refused.retryAfter())));
            case ServerFrame.RoomsAnswered answered ->
                OutboundFrame.durable(FrameWriter.frame("resumed", writer -> {}));
            case ServerFrame.Left left ->
                OutboundFrame.durable(FrameWriter.frame(
                        "left", writer -> writer.text("id", left.id()).text("room", left.room())));
            case ServerFrame.Removed removed ->
                OutboundFrame.durable(FrameWriter.frame(
                        "left",
                        writer -> writer.text("room", removed.room())
                                .text("code", removed.code())
                                .text("message", removed.message())));
            case ServerFrame.Closed closed ->
                OutboundFrame.durable(FrameWriter.frame(
                        "left",
                        writer -> writer.text("room", closed.room())
                                .text("code", "room_closed")
                                .text("message", closed.reason())));
            case ServerFrame.Ack ack -> OutboundFrame.durable(ack(ack));
            case ServerFrame.Present present ->
                OutboundFrame.durable(FrameWriter.frame(
                        "presence",
                        writer -> writer.text("id", present.id())
                                .text("room", present.room())
                                .objects(
                                        "users",
                                        present.users(),
                                        (item, user) -> status(
                                                item.id("id", user.id())
                                                        .text("username", user.username())
                                                        .time("since", user.since()),
                                                present.statuses().get(user.id())))
                                .number("count", present.count())));
            case ServerFrame.Ok ok ->
                OutboundFrame.durable(FrameWriter.frame(
                        "ok", writer -> writer.text("id", ok.id()).raw("result", ok.result())));
            case ServerFrame.Pong pong ->
                OutboundFrame.durable(FrameWriter.frame(
                        "pong", writer -> writer.text("id", pong.id()).time("serverTime", pong.serverTime())));
            case ServerFrame.Failure failure ->
                OutboundFrame.durable(FrameWriter.frame(
                        "error",
                        writer -> writer.text("id", failure.id())
                                .text("code", failure.code().code())
                                .text("message", failure.message())
                                .bool("temporary", failure.code().temporary())
                                .millis("retryAfterMs", failure.retryAfter())));
        };
    }

    private static void status(FrameWriter item, @Nullable UserStatus status) throws IOException {
        if (status != null) {
            Instant until = status.until();
            item.object("status", writer -> {
                writer.text("text", status.text()).text("emoji", status.emoji());
                if (until != null) {
                    writer.time("until", until);
                }
            });
        }
    }

    private byte[] welcome(ServerFrame.Welcome welcome) {
        return FrameWriter.frame("welcome", writer -> {
            writer.text("id", welcome.id())
                    .id("session", welcome.session())
                    .text("node", limits.node())
                    .object(
                            "user",
                            user -> user.id("id", welcome.user().id())
                                    .text("username", welcome.user().username())
                                    .texts(
                                            "roles",
                                            welcome.user().roles().stream()
                                                    .map(Role::wireName)
                                                    .sorted()
                                                    .toList()))
                    .time("serverTime", welcome.serverTime())
                    .number("pingIntervalMs", limits.pingInterval().toMillis())
                    .number("pongTimeoutMs", limits.pongTimeout().toMillis())
                    .number("clientTimeoutMs", limits.clientTimeout().toMillis())
                    .object(
                            "limits",
                            values -> values.number("maxFrameBytes", limits.maxFrameBytes())
                                    .number("maxMessageLength", limits.maxMessageLength())
                                    .number("messagesPerSecond", limits.messagesPerSecond()));
            ServerFrame.Resumed me = welcome.me();
            if (me != null) {
                writer.object(
                        "me",
                        position -> position.text("epoch", me.top().epoch())
                                .number("seq", me.top().seq())
                                .bool("recovered", me.recovered()));
            }
        });
    }

    private static byte[] ack(ServerFrame.Ack ack) {
        return FrameWriter.frame(
                "ack",
                writer -> writer.text("id", ack.id())
                        .text("room", ack.room())
                        .text("clientMessageId", ack.clientMessageId())
                        .id("messageId", ack.message().messageId())
                        .text("epoch", ack.message().epoch())
                        .number("seq", ack.message().seq())
                        .time("time", ack.message().time())
                        .bool("duplicate", ack.message().duplicate()));
    }

    private static void write(FrameWriter writer, StreamEvent event) throws IOException {
        if (event.kind() == StreamKind.USER) {
            writer.text("stream", "me");
        } else {
            writer.text("room", event.streamName());
        }
        writer.text("epoch", event.epoch())
                .number("seq", event.seq())
                .text("kind", event.type())
                .id("eventId", event.eventId())
                .time("time", event.time());
        UUID actor = event.actorId();
        if (actor != null) {
            user(writer, actor, event.actorName());
        }
        writer.text("clientMessageId", event.clientId()).raw("data", event.data());
    }

    private static FrameWriter user(FrameWriter writer, UUID id, @Nullable String username) throws IOException {
        return writer.object("user", user -> user.id("id", id).text("username", username));
    }
}
