package dev.confab.common.error;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Answers what fails outside of JAX-RS: in filters, during authentication, or because no route matches. */
@ApplicationScoped
class RouterFailures {
    // Just before the framework's own check, which answers without a body.
    private static final int BEFORE_UPLOAD_LIMIT = 1 - RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT;

    private final ProblemResponses problems;
    private final VertxHttpConfig http;

    RouterFailures(ProblemResponses problems, VertxHttpConfig http) {
        this.problems = problems;
        this.http = http;
    }

    void register(@Observes Filters filters) {
        http.limits()
                .maxBodySize()
                .ifPresent(limit -> filters.register(
                        request -> refuseLargeBody(request, limit.asLongValue()), BEFORE_UPLOAD_LIMIT));
    }

    void register(@Observes Router router) {
        // After the handler by which JAX-RS takes what is its own, before the framework's HTML page.
        router.route().order(RouteConstants.ROUTE_ORDER_AFTER_DEFAULT + 10_000).failureHandler(this::answer);
        router.errorHandler(404, this::answer);
        router.errorHandler(405, this::answer);
        router.errorHandler(413, this::answer);
        router.errorHandler(415, this::answer);
    }

    private void refuseLargeBody(RoutingContext request, long limit) {
        if (announcedLength(request) <= limit) {
            request.next();
            return;
        }
        // The body stays unread, so the connection cannot serve another request.
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        request.addEndHandler(
                ignored -> request.request().connection().close().onFailure(RouterFailures::alreadyClosed));
        problems.send(StatusFailure.translate(413, new IllegalStateException("body too large")), request);
    }

    private static long announcedLength(RoutingContext request) {
        @Nullable String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static void alreadyClosed(Throwable ignored) {}

    private void answer(RoutingContext request) {
        if (request.response().headWritten() || request.response().ended()) {
            request.next();
            return;
        }
        @Nullable Throwable failure = request.failure();
        problems.send(
                switch (failure) {
                    case null -> StatusFailure.translate(request.statusCode(), new IllegalStateException("no cause"));
                    case SecurityException security -> SecurityFailure.translate(security);
                    default -> failureOf(failure, request.statusCode());
                },
                request);
    }

    private static ConfabException failureOf(Throwable failure, int status) {
        return status > 0 && status != 500 ? StatusFailure.translate(status, failure) : ConfabException.of(failure);
    }
}
