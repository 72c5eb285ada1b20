package dev.confab.chat.room;

import java.util.Locale;

/** Why somebody is no member any more. */
enum RemovalReason {
    LEFT,
    REMOVED,
    KICKED,
    BANNED,
    /** The room is gone with all its members. */
    DELETED;

    /** The name in JSON: {@code left}, {@code removed}, {@code kicked}, {@code banned}, {@code deleted}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
