package dev.confab.client.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.client.ClientJson;
import dev.confab.client.StreamPosition;
import dev.confab.client.rest.Notification;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes the frames of {@code /ws/notifications}; the only place that knows their field names. */
final class InboxCodec {
    private InboxCodec() {}

    static InboxFrame decode(String text) throws BadFrameException {
        try {
            return decode(ClientJson.mapper().readTree(text));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new BadFrameException("not JSON, or not what it should be");
        }
    }

    private static InboxFrame decode(JsonNode frame) throws BadFrameException, JsonProcessingException {
        String type = FrameCodec.text(frame, "type");
        return switch (type) {
            case "hello" ->
                new InboxFrame.Hello(
                        FrameCodec.session(frame),
                        FrameCodec.position(frame),
                        frame.path("recovered").asBoolean(),
                        FrameCodec.number(frame, "from"),
                        FrameCodec.number(frame, "unread"));
            case "notification" ->
                event(
                        frame,
                        new InboxFrame.Content.Created(
                                ClientJson.mapper().treeToValue(frame.path("notification"), Notification.class),
                                frame.path("unread").isIntegralNumber()
                                        ? frame.path("unread").asLong()
                                        : null));
            case "read" -> event(frame, new InboxFrame.Content.MarkedRead(read(frame)));
            case "event" -> event(frame, new InboxFrame.Content.Nothing());
            case "ok" -> new InboxFrame.Ok(FrameCodec.text(frame, "id"), FrameCodec.number(frame, "unread"));
            case "ping" -> new InboxFrame.Ping();
            case "error" -> new InboxFrame.Failure(FrameCodec.optional(frame, "id"), FrameCodec.error(frame));
            default -> new InboxFrame.Other(type);
        };
    }

    private static InboxFrame event(JsonNode frame, InboxFrame.Content content) throws BadFrameException {
        return new InboxFrame.Event(FrameCodec.position(frame), content);
    }

    private static NotificationsRead read(JsonNode frame) throws BadFrameException {
        Set<UUID> ids = new LinkedHashSet<>();
        frame.path("ids").forEach(id -> ids.add(UUID.fromString(id.asText())));
        return new NotificationsRead(
                Set.copyOf(ids), frame.path("all").asBoolean(), FrameCodec.number(frame, "unread"));
    }

    static String hello(String id, String client, @Nullable StreamPosition position) {
        return FrameCodec.hello(id, client, position);
    }

    static String read(String id, Collection<UUID> notifications) {
        ObjectNode frame = command(id);
        notifications.forEach(one -> frame.withArray("ids").add(one.toString()));
        return frame.toString();
    }

    static String readAll(String id) {
        return command(id).put("all", true).toString();
    }

    static String pong() {
        return FrameCodec.pong();
    }

    private static ObjectNode command(String id) {
        return ClientJson.mapper().createObjectNode().put("type", "read").put("id", id);
    }
}
