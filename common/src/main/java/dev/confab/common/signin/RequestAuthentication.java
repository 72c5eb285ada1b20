package dev.confab.common.signin;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.RefusedCredentialException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Finds the credential of a request: a bearer token (in the {@code Authorization} header, into which a WebSocket's
 * subprotocol header is translated before), otherwise the session cookie.
 *
 * <p>A credential that is refused makes the request anonymous and leaves the reason with the identity. What needs a user
 * refuses such a request with that reason: REST as a problem document, a WebSocket with a close code after the
 * handshake. What needs none, such as login or refresh, still works for a client that sends an outdated token along.
 */
@ApplicationScoped
class RequestAuthentication implements HttpAuthenticationMechanism {
    private static final Logger LOG = Logger.getLogger(RequestAuthentication.class);
    private static final String SCHEME = "bearer";
    private static final Set<HttpMethod> SAFE_METHODS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return authenticateHeader(authorization, context, providers);
        }
        Optional<OpaqueToken> session = SessionCookie.presented(context.request());
        if (session.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        if (!SAFE_METHODS.contains(context.request().method())
                && !SessionCookie.provesOwnPage(context.request(), session.get())) {
            return Uni.createFrom().item(refused(ErrorCode.CSRF_FAILED));
        }
        return ask(new CookieCredential(session.get()), context, providers);
    }

    private static Uni<SecurityIdentity> authenticateHeader(
            String authorization, RoutingContext context, IdentityProviderManager providers) {
        String[] parts = authorization.trim().split("\\s+", 2);
        if (parts.length < 2 || !parts[0].toLowerCase(Locale.ROOT).equals(SCHEME)) {
            return Uni.createFrom().item(refused(ErrorCode.NOT_AUTHENTICATED));
        }
        return ask(new TokenAuthenticationRequest(new TokenCredential(parts[1], SCHEME)), context, providers);
    }

    private static Uni<SecurityIdentity> ask(
            AuthenticationRequest credential, RoutingContext context, IdentityProviderManager providers) {
        return providers
                .authenticate(HttpSecurityUtils.setRoutingContextAttribute(credential, context))
                .onFailure()
                .recoverWithItem(RequestAuthentication::refused);
    }

    private static SecurityIdentity refused(Throwable failure) {
        if (failure instanceof RefusedCredentialException refused) {
            return refused(refused.code());
        }
        if (ConfabException.of(failure).code() == ErrorCode.UNAVAILABLE) {
            // One line: while the database is away, everybody who comes back ends up here.
            LOG.warnf("A credential could not be checked: %s", failure);
        } else {
            LOG.error("A credential could not be checked", failure);
        }
        return refused(ErrorCode.UNAVAILABLE);
    }

    private static SecurityIdentity refused(ErrorCode reason) {
        return QuarkusSecurityIdentity.builder()
                .setAnonymous(true)
                .addAttribute(IdentityService.FAILURE_ATTRIBUTE, reason)
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom()
                .item(new ChallengeData(
                        HttpResponseStatus.UNAUTHORIZED.code(), HttpHeaderNames.WWW_AUTHENTICATE, "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class, CookieCredential.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, SCHEME));
    }
}
