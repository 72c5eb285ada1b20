package dev.confab.notification.signin;

import dev.confab.common.connection.OriginPolicy;
import dev.confab.common.signin.SessionCookie;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Lets pages of the same origins that may open sockets call the REST interface, cookies included: the pages come from
 * chat-service, which has another origin unless a proxy serves both. Other origins get no permission, which keeps browsers
 * from showing them anything; sockets judge origins themselves, by a close code.
 */
@ApplicationScoped
class CrossOriginAccess {
    private static final int PRIORITY = SecurityHandlerPriorities.CORS;
    private static final int NO_CONTENT = 204;
    private static final int FORBIDDEN = 403;
    private static final String METHODS = "GET, POST, PUT, DELETE";
    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, X-Request-ID, " + SessionCookie.CSRF_HEADER;
    private static final String RESPONSE_HEADERS = "X-Request-ID, Retry-After, Location";
    private static final String REMEMBER_SECONDS = "600";

    private final OriginPolicy origins;

    CrossOriginAccess(OriginPolicy origins) {
        this.origins = origins;
    }

    void register(@Observes Filters filters) {
        filters.register(this::answer, PRIORITY);
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || request.headers().contains(HttpHeaders.UPGRADE)) {
            context.next();
            return;
        }
        HttpServerResponse response = context.response();
        response.headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        boolean preflight = HttpMethod.OPTIONS.equals(request.method())
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
        boolean allowed = origins.allows(request);
        if (allowed) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
        }
        if (!preflight) {
            context.next();
            return;
        }
        if (allowed) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
            response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, REMEMBER_SECONDS);
        }
        response.setStatusCode(allowed ? NO_CONTENT : FORBIDDEN).end();
    }
}
