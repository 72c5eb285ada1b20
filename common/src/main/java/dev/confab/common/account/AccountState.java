package dev.confab.common.account;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account as other services may see it.
 *
 * @param email where mail may be sent; null if there is no address
 * @param roles as tokens name them
 * @param validAfter sign-ins from before have ended; null if none has
 * @param version rises with every change: of two states the higher version is the newer one
 */
public record AccountState(
        UUID userId,
        String username,
        @Nullable String email,
        Set<String> roles,
        boolean banned,
        @Nullable Instant validAfter,
        long version) {
    public AccountState {
        roles = Set.copyOf(roles);
    }
}
