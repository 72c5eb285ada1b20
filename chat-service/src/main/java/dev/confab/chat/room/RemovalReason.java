package dev.confab.chat.room;

import java.util.Locale;

/** Why somebody is no member any more. */
enum RemovalReason {
    LEFT,
    REMOVED,
    KICKED,
    BANNED;

    /** The name in JSON: {@code left}, {@code removed}, {@code kicked}, {@code banned}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
