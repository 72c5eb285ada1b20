package dev.confab.chat.hint;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something for those who look at a room.
 *
 * @param roomId the room; or a user, for those who look at that person
 * @param type the frame's type
 * @param fields a JSON object: what the frame has besides {@code type} and {@code room}
 */
public record RoomHint(UUID roomId, String type, String fields) {

    String encode(String node) {
        return node + '|' + roomId + '|' + type + '|' + fields;
    }

    /** Reads what another node published; null if it is this node's own or none. */
    static @Nullable RoomHint decode(String message, String ownNode) {
        String[] parts = message.split("\\|", 4);
        if (parts.length != 4 || parts[0].equals(ownNode)) {
            return null;
        }
        try {
            return new RoomHint(UUID.fromString(parts[1]), parts[2], parts[3]);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
