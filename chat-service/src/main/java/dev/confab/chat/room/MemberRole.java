package dev.confab.chat.room;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a member of a private room may do: owners also decide who is a member. */
public enum MemberRole {
    OWNER,
    MEMBER;

    /** The name in JSON: {@code owner}, {@code member}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
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
