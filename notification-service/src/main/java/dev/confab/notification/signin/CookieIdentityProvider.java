package dev.confab.notification.signin;

import dev.confab.common.identity.AuthenticatedIdentity;
import dev.confab.common.signin.CookieCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Accepts browser sessions of chat-service. */
@ApplicationScoped
class CookieIdentityProvider implements IdentityProvider<CookieCredential> {
    private final SignInService signIns;

    CookieIdentityProvider(SignInService signIns) {
        this.signIns = signIns;
    }

    @Override
    public Class<CookieCredential> getRequestType() {
        return CookieCredential.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(CookieCredential credential, AuthenticationRequestContext context) {
        return context.runBlocking(() -> AuthenticatedIdentity.of(signIns.byCookie(credential.session())));
    }
}
