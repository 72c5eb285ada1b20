package dev.confab.chat.room;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What shall become different about a room. What is absent stays as it is.
 *
 * @param topic           what it is about, at most 250 characters; empty for nothing
 * @param visibility      {@code public} or {@code private}
 * @param slowModeSeconds the time between two messages of one person; 0 for none
 * @param bannedWords     words that messages must not contain there
 * @param retentionDays   how long what is said is kept; null for ever
 * @param defaultRole     {@code member} or {@code read_only}: what people are to whom nobody gave a role
 */
public record RoomSettings(
        @Nullable String topic,
        @Nullable String visibility,
        @Nullable Integer slowModeSeconds,
        @Nullable List<String> bannedWords,

        @Schema(implementation = Integer.class, nullable = true) @Nullable
        JsonNode retentionDays,

        @Nullable String defaultRole) {

    /** Whether nothing but the speed shall change, which is for moderators too. */
    boolean onlySlowMode() {
        return topic == null
                && visibility == null
                && bannedWords == null
                && retentionDays == null
                && defaultRole == null;
    }
}
