package dev.confab.common.identity;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.error.ProblemResponses;
import dev.confab.common.error.SecurityFailure;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Tells a caller who is not let in what was wrong with the credential, as found by the authentication. */
@ApplicationScoped
class RefusedCallers {
    /** Before the mapper for callers about whose credential nothing is known. */
    private static final int PRIORITY = Priorities.USER - 1000;

    private final IdentityService identities;
    private final ProblemResponses problems;

    RefusedCallers(IdentityService identities, ProblemResponses problems) {
        this.identities = identities;
        this.problems = problems;
    }

    @ServerExceptionMapper(priority = PRIORITY)
    Response unauthorized(UnauthorizedException failure, RoutingContext request) {
        ErrorCode code = reason(failure, request);
        Response problem = problems.response(new ConfabException(code, message(code)), request);
        if (code.status() == Response.Status.UNAUTHORIZED.getStatusCode()) {
            return Response.fromResponse(problem)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .build();
        }
        return problem;
    }

    private ErrorCode reason(UnauthorizedException failure, RoutingContext request) {
        @Nullable
        ErrorCode reason =
                request.user() instanceof QuarkusHttpUser user ? identities.failure(user.getSecurityIdentity()) : null;
        return reason == null ? SecurityFailure.translate(failure).code() : reason;
    }

    private static String message(ErrorCode code) {
        return switch (code) {
            case TOKEN_EXPIRED -> "The access token has expired; refresh it.";
            case CSRF_FAILED -> "The header X-CSRF-Token must repeat the cookie confab_csrf.";
            case BANNED -> "This account is banned.";
            case UNAVAILABLE -> "The credential cannot be checked right now.";
            default -> "Sign in first.";
        };
    }
}
