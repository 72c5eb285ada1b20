package dev.confab.chat.room;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who can see a room: everyone, or its members and staff. */
public enum Visibility {
    PUBLIC,
    PRIVATE;

    /** The name in JSON: {@code public}, {@code private}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The visibility of that wire name; empty for any other text. */
    public static Optional<Visibility> ofWireName(@Nullable String name) {
        for (Visibility visibility : values()) {
            if (visibility.wireName().equals(name)) {
                return Optional.of(visibility);
            }
        }
        return Optional.empty();
    }
}
