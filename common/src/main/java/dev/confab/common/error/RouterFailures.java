package dev.confab.common.error;

import dev.confab.common.request.RequestConfig;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Answers what fails outside of JAX-RS: in filters, during authentication, or because no route matches. */
@ApplicationScoped
class RouterFailures {
    // Just before the framework's own check, which answers without a body.
    private static final int BEFORE_UPLOAD_LIMIT = 1 - RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT;
    /** After it, so that bodies of unannounced length are counted by our limits and not by the framework's. */
    private static final int AFTER_UPLOAD_LIMIT = -1 - RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT;
    /** Who reads a large body counts it as well, and can say so in words: the framework comes second. */
    private static final long LEEWAY = 1024 * 1024;

    private final ProblemResponses problems;
    private final List<LargeBody> largeBodies;
    private final long usualLimit;

    RouterFailures(ProblemResponses problems, @All List<LargeBody> largeBodies, RequestConfig config) {
        this.problems = problems;
        this.largeBodies = largeBodies;
        usualLimit = config.maxBodySize().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(
                request -> refuseLargeBody(request, largeLimit(request).orElse(usualLimit)), BEFORE_UPLOAD_LIMIT);
        filters.register(
                request -> {
                    OptionalLong large = largeLimit(request);
                    request.put(
                            VertxHttpRecorder.MAX_REQUEST_SIZE_KEY,
                            large.isPresent() ? large.getAsLong() + LEEWAY : usualLimit);
                    request.next();
                },
                AFTER_UPLOAD_LIMIT);
    }

    private OptionalLong largeLimit(RoutingContext request) {
        for (LargeBody kind : largeBodies) {
            OptionalLong limit = kind.limitOf(request.request());
            if (limit.isPresent()) {
                return limit;
            }
        }
        return OptionalLong.empty();
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
        if (request.request().version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
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
