package dev.confab.chat.report;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was decided about a report. */
enum Resolution {
    /** Nothing is wrong. */
    DISMISSED,
    /** The message was deleted. */
    MESSAGE_DELETED,
    /** The author was banned from the room. */
    USER_BANNED;

    /** The name in JSON: {@code dismissed}, {@code message_deleted}, {@code user_banned}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Resolution> ofWireName(@Nullable String name) {
        for (Resolution resolution : values()) {
            if (resolution.wireName().equals(name)) {
                return Optional.of(resolution);
            }
        }
        return Optional.empty();
    }
}
