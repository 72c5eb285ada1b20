package dev.confab.notification.signin;

import dev.confab.common.account.AccountState;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.AuthenticatedSession;
import dev.confab.common.identity.RefusedCredentialException;
import dev.confab.common.identity.Role;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.signin.OpaqueToken;
import dev.confab.notification.recipient.RecipientDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Judges credentials. What chat-service said of an account counts more than what a token says: banned people and sign-ins that
 * have ended are refused although their token is still valid. An account of which nothing was heard yet is taken at its
 * token's word. All methods block.
 */
@ApplicationScoped
public class SignInService {
    private final TrustedTokens tokens;
    private final CookieExchange cookies;
    private final RecipientDirectory directory;

    SignInService(TrustedTokens tokens, CookieExchange cookies, RecipientDirectory directory) {
        this.tokens = tokens;
        this.cookies = cookies;
        this.directory = directory;
    }

    /**
     * Whom a token names.
     *
     * @throws RefusedCredentialException with the reason that the caller is told
     */
    AuthenticatedSession byToken(String token) {
        return admit(tokens.verify(token));
    }

    /** To whom a session cookie belongs, asked afresh. */
    public AuthenticatedSession confirm(OpaqueToken cookie) {
        cookies.forget(cookie);
        return byToken(cookies.tokenOf(cookie));
    }

    /**
     * To whom a session cookie belongs. Its access token may have been remembered from before a change of the account that
     * the session survived; then it is asked for again.
     */
    public AuthenticatedSession byCookie(OpaqueToken cookie) {
        String token = cookies.tokenOf(cookie);
        try {
            return byToken(token);
        } catch (RefusedCredentialException outdated) {
            cookies.forget(cookie);
            return byToken(cookies.tokenOf(cookie));
        }
    }

    /**
     * Looks again whether somebody who was let in would be let in now.
     *
     * @throws RefusedCredentialException if not
     */
    public void confirm(AuthenticatedSession session) {
        check(session.user().id(), Instant.ofEpochSecond(session.securityStamp()));
    }

    private AuthenticatedSession admit(VerifiedToken token) {
        AccountState account = check(token.userId(), token.issuedAt());
        UserIdentity user = account == null
                ? new UserIdentity(token.userId(), token.username(), token.roles())
                : new UserIdentity(account.userId(), account.username(), roles(account));
        return new AuthenticatedSession(
                user, token.signInId(), token.expiresAt(), token.issuedAt().getEpochSecond());
    }

    private @Nullable AccountState check(UUID userId, Instant issuedAt) {
        AccountState account = directory.find(userId).orElse(null);
        if (account == null) {
            return null;
        }
        if (account.banned()) {
            throw new RefusedCredentialException(ErrorCode.BANNED);
        }
        Instant validAfter = account.validAfter();
        // Tokens tell the second of their issue, so one of the very second of the change is given the benefit of the
        // doubt.
        if (validAfter != null && issuedAt.isBefore(validAfter.truncatedTo(ChronoUnit.SECONDS))) {
            throw new RefusedCredentialException(ErrorCode.NOT_AUTHENTICATED);
        }
        return account;
    }

    private static Set<Role> roles(AccountState account) {
        Set<Role> roles = EnumSet.of(Role.USER);
        account.roles().forEach(name -> Role.ofWireName(name).ifPresent(roles::add));
        return roles;
    }
}
