package dev.confab.notification.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.connection.ConnectionConfig;
import dev.confab.common.connection.OutboundFrame;
import dev.confab.common.error.ConfabException;
import dev.confab.common.frame.FrameFields;
import dev.confab.common.frame.FrameWriter;
import dev.confab.common.identity.Role;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.EventEncoding;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamPosition;
import dev.confab.common.stream.StreamSubscription;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The JSON of this protocol. */
@ApplicationScoped
class NotificationCodec {

    /** Said in the stream of somebody whose sign-ins have ended. */
    static final String SIGN_INS_ENDED = "sign_ins.ended";

    private static final String PING = "ping";
    private static final String READ = "read";
    private static final int MAX_ID = 64;
    private static final int MAX_TYPE = 100;
    private static final int MAX_EPOCH = 200;
    private static final int MAX_NOTIFICATIONS = 500;
    private static final int UUID_LENGTH = 36;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each event of the stream becomes a frame with its seq, so that clients see whether one is missing. */
    static final EventEncoding<OutboundFrame> EVENTS =
            event -> OutboundFrame.durable(FrameWriter.frame(type(event), writer -> write(writer, event)));

    private final ConnectionConfig config;
    private final String node;

    NotificationCodec(ConnectionConfig config) {
        this.config = config;
        this.node = config.nodeName().orElseGet(() -> UUID.randomUUID().toString());
    }

    NotificationCommand decode(String text) {
        FrameFields frame = FrameFields.parse(text, "id");
        String type = frame.text("type", 1, MAX_TYPE);
        return switch (type) {
            case "hello" -> {
                FrameFields me = frame.optionalObject("me");
                yield new NotificationCommand.Hello(
                        optionalId(frame),
                        frame.optionalText("client", 0, 200),
                        me == null
                                ? null
                                : new StreamPosition(
                                        me.text("epoch", 0, MAX_EPOCH), me.number("seq", 0, Long.MAX_VALUE)));
            }
            case READ -> new NotificationCommand.Read(frame.text("id", 1, MAX_ID), notifications(frame));
            case PING -> new NotificationCommand.Ping(optionalId(frame));
            case "pong" -> new NotificationCommand.Pong(optionalId(frame));
            default -> throw frame.unknownType(type);
        };
    }

    private static @Nullable String optionalId(FrameFields frame) {
        return frame.optionalText("id", 1, MAX_ID);
    }

    private static @Nullable List<UUID> notifications(FrameFields frame) {
        if (frame.has("all") && frame.bool("all")) {
            return null;
        }
        return frame.texts("ids", MAX_NOTIFICATIONS, UUID_LENGTH, UUID_LENGTH).stream()
                .map(id -> uuid(id, frame))
                .toList();
    }

    private static UUID uuid(String text, FrameFields frame) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw frame.invalid("ids", "must be ids of notifications");
        }
    }

    OutboundFrame ping() {
        return OutboundFrame.durable(FrameWriter.frame(PING, writer -> {}));
    }

    OutboundFrame hello(@Nullable String id, UUID session, UserIdentity user, StreamSubscription inbox, long unread) {
        return OutboundFrame.durable(FrameWriter.frame(
                "hello",
                writer -> writer.text("id", id)
                        .id("session", session)
                        .text("node", node)
                        .object(
                                "user",
                                who -> who.id("id", user.id())
                                        .text("username", user.username())
                                        .texts("roles", Role.wireNames(user.roles())))
                        .text("epoch", inbox.top().epoch())
                        .number("seq", inbox.top().seq())
                        .bool("recovered", inbox.recovered())
                        .number("from", inbox.from())
                        .number("unread", unread)
                        .number("pingIntervalMs", config.pingInterval().toMillis())
                        .number("pongTimeoutMs", config.pongTimeout().toMillis())
                        .object(
                                "limits",
                                limits -> limits.number(
                                        "maxFrameBytes", config.maxFrameSize().asLongValue()))));
    }

    OutboundFrame ok(String id, long unread) {
        return OutboundFrame.durable(
                FrameWriter.frame("ok", writer -> writer.text("id", id).number("unread", unread)));
    }

    OutboundFrame pong(@Nullable String id, Instant now) {
        return OutboundFrame.durable(
                FrameWriter.frame("pong", writer -> writer.text("id", id).time("serverTime", now)));
    }

    OutboundFrame failure(@Nullable String id, ConfabException refusal) {
        return OutboundFrame.durable(FrameWriter.frame(
                "error",
                writer -> writer.text("id", id)
                        .text("code", refusal.code().code())
                        .text("message", refusal.detail())
                        .bool("temporary", refusal.code().temporary())
                        .millis("retryAfterMs", refusal.retryAfter())));
    }

    private static String type(StreamEvent event) {
        return switch (event.type()) {
            case "notification.created" -> "notification";
            case "notification.read" -> READ;
            case "notification.changed" -> "changed";
            case "notification.deleted" -> "deleted";
            default -> "event";
        };
    }

    private static void write(FrameWriter writer, StreamEvent event) throws IOException {
        writer.text("epoch", event.epoch()).number("seq", event.seq());
        if (type(event).equals("event")) {
            writer.text("kind", event.type());
            return;
        }
        for (Map.Entry<String, JsonNode> field : fields(event)) {
            writer.raw(field.getKey(), field.getValue().toString());
        }
    }

    private static Iterable<Map.Entry<String, JsonNode>> fields(StreamEvent event) throws JsonProcessingException {
        return JSON.readTree(event.data()).properties();
    }
}
