package dev.confab.chat.auth;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A browser session as a credential. */
final class CookieCredential extends BaseAuthenticationRequest {
    private final OpaqueToken session;

    CookieCredential(OpaqueToken session) {
        this.session = session;
    }

    OpaqueToken session() {
        return session;
    }
}
