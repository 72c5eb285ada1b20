package dev.confab.chat.auth;

import dev.confab.common.error.ErrorCode;
import java.time.Instant;
import java.util.UUID;

/** Whether a sign-in can be used now. */
sealed interface Standing {

    /** It can. */
    record Good(AccountState account, UUID signInId, Instant renewedAt, Instant expiresAt) implements Standing {}

    /** It cannot, and why. */
    record Refused(ErrorCode reason) implements Standing {}
}
