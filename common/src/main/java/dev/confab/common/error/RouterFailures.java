package dev.confab.common.error;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Answers what fails outside of JAX-RS: in filters, during authentication, or because no route matches. */
@ApplicationScoped
class RouterFailures {
    private final ProblemResponses problems;

    RouterFailures(ProblemResponses problems) {
        this.problems = problems;
    }

    void register(@Observes Router router) {
        // After the handler by which JAX-RS takes what is its own, before the framework's HTML page.
        router.route().order(RouteConstants.ROUTE_ORDER_AFTER_DEFAULT + 10_000).failureHandler(this::answer);
        router.errorHandler(404, this::answer);
        router.errorHandler(405, this::answer);
        router.errorHandler(413, this::answer);
        router.errorHandler(415, this::answer);
    }

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
