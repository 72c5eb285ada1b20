package dev.confab.chat.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.confab.chat.room.RoomAccess;
import dev.confab.common.connection.CloseCode;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.StreamEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Why the server takes a session out of a room, in words of the protocols. */
sealed interface RoomEnding {

    /** What the client is told. */
    ServerFrame frame(String room);

    /** How a connection ends that is in this room only. */
    CloseCode closeCode();

    /** At most 120 bytes. */
    String closeReason();

    /** What an event of the room means for somebody who is there; null for nothing. Cheap for all but a few kinds. */
    static @Nullable RoomEnding by(StreamEvent event, UserIdentity user) {
        return switch (event.type()) {
            case "member.removed" -> Removal.of(data(event), user);
            case "member.banned" ->
                Removal.concerns(data(event), user)
                        ? new Removal(
                                "banned_from_room",
                                Removal.text(data(event), "reason", "You are banned from this room"))
                        : null;
            case "room.closed" -> new Closing(data(event).path("reason").asText());
            case "room.deleted" -> new Deleted();
            default -> null;
        };
    }

    /** What a second look at somebody who has joined means. */
    static RoomEnding of(RoomAccess.Refusal refusal) {
        return switch (refusal) {
            case BANNED -> Removal.banned();
            case NO_MEMBER -> Removal.noMember();
        };
    }

    private static JsonNode data(StreamEvent event) {
        try {
            return Removal.JSON.readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new ConfabException(ErrorCode.INTERNAL, "An event cannot be read", e);
        }
    }

    /** The user is no member any more, or may not be here. */
    record Removal(String code, String message) implements RoomEnding {

        private static final JsonMapper JSON = new JsonMapper();

        static @Nullable Removal of(JsonNode data, UserIdentity user) {
            if (!concerns(data, user)) {
                return null;
            }
            return switch (data.path("reason").asText()) {
                case "kicked" -> new Removal("kicked_from_room", text(data, "text", "You were sent out of this room"));
                case "banned" -> new Removal("banned_from_room", text(data, "text", "You are banned from this room"));
                default -> noMember();
            };
        }

        static Removal banned() {
            return new Removal("banned_from_room", "You are banned from this room");
        }

        static Removal noMember() {
            return new Removal("removed_from_room", "You are no longer a member of this room");
        }

        static boolean concerns(JsonNode data, UserIdentity user) {
            return data.path("user").path("id").asText().equals(user.id().toString());
        }

        static String text(JsonNode data, String field, String otherwise) {
            JsonNode text = data.path(field);
            return text.isTextual() ? text.asText() : otherwise;
        }

        @Override
        public ServerFrame frame(String room) {
            return new ServerFrame.Removed(room, code, message);
        }

        @Override
        public CloseCode closeCode() {
            return CloseCode.FORBIDDEN;
        }

        @Override
        public String closeReason() {
            return code;
        }
    }

    /** Somebody closed the room. */
    record Closing(String reason) implements RoomEnding {

        private static final int MAX_BYTES = 120;

        @Override
        public ServerFrame frame(String room) {
            return new ServerFrame.Closed(room, reason);
        }

        @Override
        public CloseCode closeCode() {
            return CloseCode.ROOM_CLOSED;
        }

        /** As many whole characters as a close frame has space for. */
        @Override
        public String closeReason() {
            int end = reason.length();
            while (reason.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
                end = reason.offsetByCodePoints(end, -1);
            }
            return reason.substring(0, end);
        }
    }

    /** There is no such room any more. */
    record Deleted() implements RoomEnding {

        private static final String CODE = "room_deleted";

        @Override
        public ServerFrame frame(String room) {
            return new ServerFrame.Removed(room, CODE, "This room was deleted");
        }

        @Override
        public CloseCode closeCode() {
            return CloseCode.FORBIDDEN;
        }

        @Override
        public String closeReason() {
            return CODE;
        }
    }

    /** Its events can no longer be delivered; who comes back goes on from where they were. */
    record Lost(ConfabException cause) implements RoomEnding {

        @Override
        public ServerFrame frame(String room) {
            return new ServerFrame.Removed(room, cause.code().code(), cause.detail());
        }

        @Override
        public CloseCode closeCode() {
            return CloseCode.SERVICE_RESTART;
        }

        @Override
        public String closeReason() {
            return cause.code().code();
        }
    }
}
