package dev.confab.chat.auth;

import dev.confab.common.identity.AuthenticatedSession;
import dev.confab.common.signin.OpaqueToken;
import java.time.Duration;
import java.util.UUID;

/** What somebody gets who has signed in. Holds secrets: never log it. */
public final class IssuedSignIn {
    private final UUID id;
    private final String accessToken;
    private final Duration expiresIn;
    private final OpaqueToken refreshToken;
    private final OpaqueToken cookie;

    IssuedSignIn(UUID id, String accessToken, Duration expiresIn, OpaqueToken refreshToken, OpaqueToken cookie) {
        this.id = id;
        this.accessToken = accessToken;
        this.expiresIn = expiresIn;
        this.refreshToken = refreshToken;
        this.cookie = cookie;
    }

    /** The sign-in, see {@link AuthenticatedSession#sessionId()}. */
    public UUID id() {
        return id;
    }

    public String accessToken() {
        return accessToken;
    }

    /** How long the access token lives. */
    public Duration expiresIn() {
        return expiresIn;
    }

    public String refreshToken() {
        return refreshToken.value();
    }

    OpaqueToken cookie() {
        return cookie;
    }
}
