package dev.confab.common.identity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an account may do. Every account has {@link #USER}; {@link #STAFF} administers accounts and every room. */
public enum Role {
    USER,
    STAFF;

    /** The name in tokens, in JSON and in the database: {@code user}, {@code staff}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The wire names of several roles, always in the same order. */
    public static List<String> wireNames(Set<Role> roles) {
        return roles.stream().sorted().map(Role::wireName).toList();
    }

    /** The role of that wire name; empty for any other text. */
    public static Optional<Role> ofWireName(String name) {
        for (Role role : values()) {
            if (role.wireName().equals(name)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
