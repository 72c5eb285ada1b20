package dev.confab.chat.room;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a room is for. Fixed when the room is created. */
public enum RoomKind {
    /** A room with a name that somebody chose, public or private. */
    CHANNEL,
    /** The conversation of two people; each pair has one at most. Private, and has no roles. */
    DIRECT,
    /** The conversation of a few people. Private. */
    GROUP;

    /** The name in JSON: {@code channel}, {@code direct}, {@code group}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that wire name; empty for any other text. */
    public static Optional<RoomKind> ofWireName(@Nullable String name) {
        for (RoomKind kind : values()) {
            if (kind.wireName().equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Whether this is a conversation, shown by its people instead of its name. */
    public boolean isConversation() {
        return this != CHANNEL;
    }
}
