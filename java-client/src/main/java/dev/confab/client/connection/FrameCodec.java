package dev.confab.client.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.client.ClientJson;
import dev.confab.client.ConfabException;
import dev.confab.client.PresentUser;
import dev.confab.client.StreamPosition;
import dev.confab.client.UserRef;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes the frames of {@code confab.v1}; the only place that knows their field names. */
final class FrameCodec {
    private FrameCodec() {}

    /** The frames in a text: one, or a batch. */
    static List<ServerFrame> decode(String text) throws BadFrameException {
        JsonNode content;
        try {
            content = ClientJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new BadFrameException("not JSON");
        }
        if (!content.isArray()) {
            return List.of(decode(content));
        }
        List<ServerFrame> frames = new ArrayList<>(content.size());
        for (JsonNode frame : content) {
            frames.add(decode(frame));
        }
        return frames;
    }

    private static ServerFrame decode(JsonNode frame) throws BadFrameException {
        String type = text(frame, "type");
        return switch (type) {
            case "event" -> new ServerFrame.Event(event(frame));
            case "ack" -> new ServerFrame.Ack(text(frame, "id"), sent(frame));
            case "typing" ->
                new ServerFrame.Typing(
                        text(frame, "room"),
                        user(frame.path("user")),
                        frame.path("typing").asBoolean());
            case "presence" -> presence(frame);
            case "ping" -> new ServerFrame.Ping();
            case "welcome" -> welcome(frame);
            case "joined" -> new ServerFrame.Joined(optional(frame, "id"), joined(frame));
            case "left" ->
                new ServerFrame.Left(
                        optional(frame, "id"),
                        text(frame, "room"),
                        optional(frame, "code"),
                        optional(frame, "message"));
            case "ok" -> new ServerFrame.Ok(text(frame, "id"), frame.path("result"));
            case "error" -> failure(frame);
            default -> new ServerFrame.Other(type);
        };
    }

    private static ServerFrame.Welcome welcome(JsonNode frame) throws BadFrameException {
        JsonNode me = frame.path("me");
        return new ServerFrame.Welcome(
                session(frame),
                new StreamPosition(text(me, "epoch"), number(me, "seq")),
                me.path("recovered").asBoolean());
    }

    /** What every greeting says of the server. */
    static Session session(JsonNode frame) throws BadFrameException {
        JsonNode limits = frame.path("limits");
        JsonNode user = frame.path("user");
        Duration pingInterval = Duration.ofMillis(number(frame, "pingIntervalMs"));
        Duration pongTimeout = Duration.ofMillis(number(frame, "pongTimeoutMs"));
        JsonNode silence = frame.path("clientTimeoutMs");
        Set<String> roles = new LinkedHashSet<>();
        user.path("roles").forEach(role -> roles.add(role.asText()));
        return new Session(
                text(frame, "session"),
                text(frame, "node"),
                user(user),
                Set.copyOf(roles),
                pingInterval,
                pongTimeout,
                silence.isIntegralNumber() ? Duration.ofMillis(silence.asLong()) : pingInterval.plus(pongTimeout),
                limits.path("maxFrameBytes").asInt(Integer.MAX_VALUE),
                limits.path("maxMessageLength").asInt(Integer.MAX_VALUE));
    }

    private static JoinedRoom joined(JsonNode frame) throws BadFrameException {
        return new JoinedRoom(
                text(frame, "room"),
                text(frame, "roomId"),
                position(frame),
                frame.path("recovered").asBoolean(),
                number(frame, "from"));
    }

    private static ConfabEvent event(JsonNode frame) throws BadFrameException {
        String room = optional(frame, "room");
        if (room == null && !"me".equals(optional(frame, "stream"))) {
            throw new BadFrameException("event of no stream");
        }
        return new ConfabEvent(
                room,
                position(frame),
                text(frame, "kind"),
                text(frame, "eventId"),
                instant(frame, "time"),
                frame.path("user").isObject() ? user(frame.path("user")) : null,
                optional(frame, "clientMessageId"),
                frame.path("data"));
    }

    private static SentMessage sent(JsonNode frame) throws BadFrameException {
        return new SentMessage(
                text(frame, "room"),
                text(frame, "clientMessageId"),
                text(frame, "messageId"),
                position(frame),
                instant(frame, "time"),
                frame.path("duplicate").asBoolean());
    }

    private static ServerFrame presence(JsonNode frame) throws BadFrameException {
        String room = text(frame, "room");
        int count = frame.path("count").asInt();
        if (!frame.has("users") && !frame.has("user")) {
            return new ServerFrame.PresenceCount(room, count);
        }
        if (!frame.has("users")) {
            return new ServerFrame.PresenceChange(
                    room, user(frame.path("user")), frame.path("online").asBoolean(), count);
        }
        List<PresentUser> users = new ArrayList<>();
        for (JsonNode user : frame.path("users")) {
            Instant since = user.hasNonNull("since") ? instant(user, "since") : null;
            users.add(new PresentUser(text(user, "id"), text(user, "username"), since));
        }
        return new ServerFrame.Present(text(frame, "id"), new PresenceList(room, count, List.copyOf(users)));
    }

    private static ServerFrame failure(JsonNode frame) throws BadFrameException {
        String id = optional(frame, "id");
        String room = optional(frame, "room");
        return id == null && room != null
                ? new ServerFrame.RoomRefused(room, error(frame))
                : new ServerFrame.Failure(id, error(frame));
    }

    /** What an error frame says. */
    static ConfabException error(JsonNode frame) throws BadFrameException {
        JsonNode retry = frame.path("retryAfterMs");
        return new ConfabException(
                text(frame, "code"),
                frame.path("message").asText(),
                frame.path("temporary").asBoolean(),
                retry.isNumber() ? Duration.ofMillis(retry.asLong()) : null,
                null);
    }

    static StreamPosition position(JsonNode frame) throws BadFrameException {
        return new StreamPosition(text(frame, "epoch"), number(frame, "seq"));
    }

    private static UserRef user(JsonNode user) throws BadFrameException {
        return new UserRef(text(user, "id"), text(user, "username"));
    }

    private static Instant instant(JsonNode frame, String field) throws BadFrameException {
        try {
            return Instant.parse(text(frame, field));
        } catch (DateTimeException e) {
            throw new BadFrameException(field + " is no instant");
        }
    }

    static String text(JsonNode frame, String field) throws BadFrameException {
        String value = optional(frame, field);
        if (value == null) {
            throw new BadFrameException("no text in " + field);
        }
        return value;
    }

    static @Nullable String optional(JsonNode frame, String field) {
        JsonNode value = frame.path(field);
        return value.isTextual() ? value.asText() : null;
    }

    static long number(JsonNode frame, String field) throws BadFrameException {
        JsonNode value = frame.path(field);
        if (!value.isIntegralNumber()) {
            throw new BadFrameException("no number in " + field);
        }
        return value.asLong();
    }

    static String hello(String id, String client, @Nullable StreamPosition me) {
        return greeting(id, client, me).toString();
    }

    /** A hello that resumes rooms, from a client that takes batches. */
    static String hello(String id, String client, @Nullable StreamPosition me, Collection<RoomSubscription> rooms) {
        ObjectNode frame = greeting(id, client, me).put("batch", true);
        if (!rooms.isEmpty()) {
            ArrayNode resumed = frame.putArray("rooms");
            rooms.forEach(room -> start(resumed.addObject().put("room", room.room), room.nextStart()));
        }
        return frame.toString();
    }

    private static ObjectNode greeting(String id, String client, @Nullable StreamPosition me) {
        ObjectNode frame = command("hello", id).put("client", client);
        if (me != null) {
            frame.putObject("me").put("epoch", me.epoch()).put("seq", me.seq());
        }
        return frame;
    }

    static String join(String id, String room, JoinStart start) {
        ObjectNode frame = command("join", id).put("room", room);
        start(frame, start);
        return frame.toString();
    }

    private static void start(ObjectNode frame, JoinStart start) {
        switch (start) {
            case JoinStart.Now() -> {}
            case JoinStart.Newest(int count) -> frame.put("history", count);
            case JoinStart.After(StreamPosition position, int otherwiseNewest) -> {
                frame.put("epoch", position.epoch()).put("seq", position.seq());
                if (otherwiseNewest > 0) {
                    frame.put("history", otherwiseNewest);
                }
            }
        }
    }

    static String seen(Map<String, Long> rooms) {
        ObjectNode frame = ClientJson.mapper().createObjectNode().put("type", "seen");
        ObjectNode seqs = frame.putObject("rooms");
        rooms.forEach(seqs::put);
        return frame.toString();
    }

    static String action(String type, String id, String room, Map<String, ?> fields) {
        ObjectNode frame = command(type, id).put("room", room);
        fields.forEach((name, value) -> frame.set(name, ClientJson.mapper().valueToTree(value)));
        return frame.toString();
    }

    static String leave(String id, String room) {
        return command("leave", id).put("room", room).toString();
    }

    static String send(String id, String room, OutgoingMessage message) {
        ObjectNode frame = command("send", id)
                .put("room", room)
                .put("clientMessageId", message.clientMessageId())
                .put("text", message.text());
        if (message.replyTo() != null) {
            frame.put("replyTo", message.replyTo());
        }
        if (message.threadId() != null) {
            frame.put("threadId", message.threadId());
        }
        if (!message.attachments().isEmpty()) {
            message.attachments().forEach(frame.putArray("attachments")::add);
        }
        return frame.toString();
    }

    static String typing(String id, String room, boolean typing) {
        return command("typing", id).put("room", room).put("typing", typing).toString();
    }

    static String presence(String id, String room) {
        return command("presence", id).put("room", room).toString();
    }

    static String read(String id, String room, long seq) {
        return command("read", id).put("room", room).put("seq", seq).toString();
    }

    static String pong() {
        return "{\"type\":\"pong\"}";
    }

    private static ObjectNode command(String type, String id) {
        return ClientJson.mapper().createObjectNode().put("type", type).put("id", id);
    }
}
