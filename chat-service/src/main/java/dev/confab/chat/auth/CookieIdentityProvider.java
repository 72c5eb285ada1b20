package dev.confab.chat.auth;

import dev.confab.common.identity.AuthenticatedIdentity;
import dev.confab.common.identity.AuthenticatedSession;
import dev.confab.common.identity.RefusedCredentialException;
import dev.confab.common.signin.CookieCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Accepts browser sessions, and prolongs those in use. */
@ApplicationScoped
class CookieIdentityProvider implements IdentityProvider<CookieCredential> {
    private static final Logger LOG = Logger.getLogger(CookieIdentityProvider.class);
    /** A session in use is prolonged once per such part of its lifetime, so that not every request writes. */
    private static final int RENEWALS_PER_LIFETIME = 60;

    private final SignInCache cache;
    private final SignInService signIns;
    private final SessionCookies cookies;
    private final Duration renewAfter;
    private final InstantSource clock;

    CookieIdentityProvider(
            SignInCache cache, SignInService signIns, SessionCookies cookies, AuthConfig config, InstantSource clock) {
        this.cache = cache;
        this.signIns = signIns;
        this.cookies = cookies;
        this.renewAfter = config.sessionLifetime().dividedBy(RENEWALS_PER_LIFETIME);
        this.clock = clock;
    }

    @Override
    public Class<CookieCredential> getRequestType() {
        return CookieCredential.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(CookieCredential credential, AuthenticationRequestContext context) {
        String hash = credential.session().hash();
        UUID signInId = cache.rememberedCookie(hash);
        Standing.Good remembered = signInId == null ? null : cache.remembered(signInId);
        if (remembered != null && !isRenewalDue(remembered)) {
            return Uni.createFrom().item(identity(remembered));
        }
        return context.runBlocking(() -> switch (cache.findCookie(hash)) {
            case Standing.Good good -> identity(isRenewalDue(good) ? renew(good, credential) : good);
            case Standing.Refused refused -> throw new RefusedCredentialException(refused.reason());
        });
    }

    private boolean isRenewalDue(Standing.Good standing) {
        return standing.renewedAt().plus(renewAfter).isBefore(clock.instant());
    }

    /** The session goes on even where it cannot be prolonged now. */
    private Standing.Good renew(Standing.Good standing, CookieCredential credential) {
        try {
            signIns.renew(standing.signInId());
        } catch (RuntimeException e) {
            LOG.debug("A session could not be prolonged", e);
            return standing;
        }
        RoutingContext request = HttpSecurityUtils.getRoutingContextAttribute(credential);
        if (request != null) {
            cookies.set(request, credential.session());
        }
        return cache.find(standing.signInId()) instanceof Standing.Good renewed ? renewed : standing;
    }

    private static SecurityIdentity identity(Standing.Good standing) {
        AccountState account = standing.account();
        return AuthenticatedIdentity.of(new AuthenticatedSession(
                account.identity(), standing.signInId(), standing.expiresAt(), account.securityStamp()));
    }
}
