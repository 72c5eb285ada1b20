package dev.confab.client.rest;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user's account. {@code banned} and {@code createdAt} are only in what staff asks for; for the signed-in user's own
 * account they are false and null.
 */
public record Account(
        String id,
        String username,
        @Nullable String email,
        Set<String> roles,
        boolean banned,
        @Nullable Instant createdAt) {
    public Account {
        roles = roles == null ? Set.of() : Set.copyOf(roles);
    }
}
