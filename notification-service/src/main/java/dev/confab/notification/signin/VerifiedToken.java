package dev.confab.notification.signin;

import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.RefusedCredentialException;
import dev.confab.common.identity.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** What a genuine token says. */
record VerifiedToken(
        UUID userId, String username, Set<Role> roles, UUID signInId, Instant issuedAt, Instant expiresAt) {

    private static final String SIGN_IN_CLAIM = "sid";

    static VerifiedToken of(JsonWebToken token) {
        return new VerifiedToken(
                userId(token.getSubject()),
                token.getName(),
                roles(token),
                signInId(token),
                issuedAt(token),
                Instant.ofEpochSecond(token.getExpirationTime()));
    }

    /** Without the time of its issue nobody could tell whether its sign-in has ended. */
    private static Instant issuedAt(JsonWebToken token) {
        if (!token.containsClaim(Claims.iat.name())) {
            throw new RefusedCredentialException(ErrorCode.NOT_AUTHENTICATED);
        }
        return Instant.ofEpochSecond(token.getIssuedAtTime());
    }

    private static UUID userId(@Nullable String subject) {
        try {
            return UUID.fromString(String.valueOf(subject));
        } catch (IllegalArgumentException e) {
            throw new RefusedCredentialException(ErrorCode.NOT_AUTHENTICATED);
        }
    }

    /** Everybody who is signed in is a user, which is what tells them from guests. */
    private static Set<Role> roles(JsonWebToken token) {
        Set<Role> roles = EnumSet.of(Role.USER);
        Set<String> groups = token.getGroups();
        if (groups != null) {
            groups.forEach(name -> Role.ofWireName(name).ifPresent(roles::add));
        }
        return roles;
    }

    private static UUID signInId(JsonWebToken token) {
        Object claim = token.getClaim(SIGN_IN_CLAIM);
        try {
            return UUID.fromString(String.valueOf(claim));
        } catch (IllegalArgumentException e) {
            return UUID.nameUUIDFromBytes(token.getRawToken().getBytes(StandardCharsets.UTF_8));
        }
    }
}
