package dev.confab.notification.recipient;

import dev.confab.common.account.AccountState;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person, as far as this service knows.
 *
 * @param version of the account's state; negative while none has arrived and only the name is known
 * @param deleted whether the account is gone; then nothing else is kept
 */
public record Recipient(
        UUID userId,
        String username,
        @Nullable String email,
        Set<String> roles,
        boolean banned,
        @Nullable Instant validAfter,
        long version,
        boolean deleted) {

    /** Above every version that an account can have: a late state does not bring a deleted account back. */
    private static final long GONE = Long.MAX_VALUE;

    public Recipient {
        roles = Set.copyOf(roles);
    }

    /** Whether the account's state has arrived. */
    public boolean isKnown() {
        return version >= 0;
    }

    /** Whether this person may have notifications. */
    public boolean isActive() {
        return !banned && !deleted;
    }

    static Recipient of(AccountState state) {
        return new Recipient(
                state.userId(),
                state.username(),
                state.email(),
                state.roles(),
                state.banned(),
                state.validAfter(),
                state.version(),
                false);
    }

    /** What is kept of a deleted account. */
    static Recipient gone(UUID userId, Instant now) {
        return new Recipient(userId, "", null, Set.of(), true, now, GONE, true);
    }

    /** Whether sign-ins have ended between the other state and this one. */
    boolean endsSignInsOf(Recipient before) {
        return (banned && !before.banned())
                || (validAfter != null && (before.validAfter() == null || validAfter.isAfter(before.validAfter())));
    }

    AccountState state() {
        return new AccountState(userId, username, email, roles, banned, validAfter, version);
    }
}
