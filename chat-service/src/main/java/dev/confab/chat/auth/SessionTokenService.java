package dev.confab.chat.auth;

import dev.confab.common.identity.AuthenticatedSession;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Gives browser sessions access tokens, for services that know tokens and no sessions. */
@ApplicationScoped
public class SessionTokenService {

    private final AccessTokenIssuer issuer;

    SessionTokenService(AccessTokenIssuer issuer) {
        this.issuer = issuer;
    }

    /** A token that belongs to the sign-in of the session and ends with it. */
    public SessionToken of(AuthenticatedSession session) {
        return new SessionToken(issuer.issue(session.user(), session.sessionId()), issuer.lifetime());
    }

    /** An access token and how long it lives. */
    public record SessionToken(String accessToken, Duration expiresIn) {
        @Override
        public String toString() {
            return "SessionToken";
        }
    }
}
