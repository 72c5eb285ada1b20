package dev.confab.common.signin;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A browser session as a credential. */
public final class CookieCredential extends BaseAuthenticationRequest {
    private final OpaqueToken session;

    CookieCredential(OpaqueToken session) {
        this.session = session;
    }

    /** The cookie's value. */
    public OpaqueToken session() {
        return session;
    }
}
