package dev.confab.chat.room;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody may do in a room, the most powerful first. Each may do what the following ones may. */
public enum MemberRole {
    /** Decides about the room and about roles. */
    OWNER,
    /** Keeps order. */
    MODERATOR,
    /** Takes part. */
    MEMBER,
    /** Reads. */
    READ_ONLY;

    /** The name in JSON: {@code owner}, {@code moderator}, {@code member}, {@code read_only}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this role may do what the other one may. */
    public boolean isAtLeast(MemberRole other) {
        return compareTo(other) <= 0;
    }

    /** Whether this role may do what the other one may, and more. */
    public boolean isAbove(MemberRole other) {
        return compareTo(other) < 0;
    }

    /** The role of that wire name; empty for any other text. */
    public static Optional<MemberRole> ofWireName(@Nullable String name) {
        for (MemberRole role : values()) {
            if (role.wireName().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
