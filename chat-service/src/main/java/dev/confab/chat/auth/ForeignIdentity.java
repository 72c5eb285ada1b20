package dev.confab.chat.auth;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom a verified token of a foreign issuer names.
 *
 * @param proposedName the username that the issuer suggests; may be missing, unusable here or taken
 * @param email        not verified by us, only for display
 * @param sessionId    stands for the issuer's session (its {@code sid}) or, without one, for the token
 */
public record ForeignIdentity(
        String issuer,
        String subject,
        @Nullable String proposedName,
        @Nullable String email,
        boolean staff,
        UUID sessionId,
        Instant expiresAt) {}
