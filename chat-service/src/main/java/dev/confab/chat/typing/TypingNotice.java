package dev.confab.chat.typing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody began, goes on or stopped to type in a room. */
public record TypingNotice(UUID roomId, UUID userId, String username, boolean typing) {

    String encode(String node) {
        return node + '|' + roomId + '|' + userId + '|' + (typing ? '1' : '0') + '|' + username;
    }

    /** Reads what another node published; null if it is this node's own or none. */
    static @Nullable TypingNotice decode(String message, String ownNode) {
        String[] parts = message.split("\\|", 5);
        if (parts.length != 5 || parts[0].equals(ownNode)) {
            return null;
        }
        try {
            return new TypingNotice(
                    UUID.fromString(parts[1]), UUID.fromString(parts[2]), parts[4], parts[3].equals("1"));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
