package dev.confab.chat.presence;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody came online in a room or went offline there, with the first or last of their connections.
 *
 * @param count how many people are online in the room after the change
 */
public record PresenceChange(UUID roomId, UUID userId, String username, boolean online, int count) {

    /** Reads what the presence scripts publish: {@code j|room|user|count|name} or {@code l|...}; null if it is not that. */
    static @Nullable PresenceChange parse(String message) {
        String[] parts = message.split("\\|", 5);
        if (parts.length != 5) {
            return null;
        }
        try {
            return new PresenceChange(
                    UUID.fromString(parts[1]),
                    UUID.fromString(parts[2]),
                    parts[4],
                    parts[0].equals("j"),
                    Integer.parseInt(parts[3]));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
