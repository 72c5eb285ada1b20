package dev.confab.common.request;

import dev.confab.common.trace.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.AsyncResult;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request its {@link RequestId} and its place in a trace ({@link TraceParent}), tells its duration in {@value #DURATION_HEADER} and logs it when it has been
 * answered: method, path without the query (which may hold what does not belong in a log), status, duration and user. In
 * JSON logs these are fields.
 */
@ApplicationScoped
class RequestLog {
    static final String DURATION_HEADER = "X-Request-Duration-Ms";

    private static final Logger ACCESS = Logger.getLogger("dev.confab.access");
    private static final int LONGEST_PATH = 512;

    private final RequestConfig config;

    RequestLog(RequestConfig config) {
        this.config = config;
    }

    /** First of all handlers, so that refusals by any other one are covered too. */
    void register(@Observes Filters filters) {
        filters.register(this::begin, Integer.MAX_VALUE);
    }

    private void begin(RoutingContext request) {
        long started = System.nanoTime();
        RequestId id = RequestId.orFresh(request.request().getHeader(RequestId.HEADER));
        id.makeCurrent();
        TraceParent recorded = TraceParent.recorded();
        (recorded == null ? TraceParent.orFresh(request.request().getHeader(TraceParent.HEADER)) : recorded)
                .makeCurrent();
        if (recorded != null) {
            Span.current().setAttribute("confab.request.id", id.value());
        }
        request.put(RequestId.LOG_KEY, id);
        request.response().putHeader(RequestId.HEADER, id.value());
        request.addHeadersEndHandler(
                ignored -> request.response().putHeader(DURATION_HEADER, Long.toString(millisecondsSince(started))));
        if (config.log()) {
            request.addEndHandler(end -> log(request, id, end, millisecondsSince(started)));
        }
        request.next();
    }

    private void log(RoutingContext request, RequestId id, AsyncResult<Void> end, long milliseconds) {
        String path = path(request);
        Logger.Level level = path.startsWith(config.quietPath()) ? Logger.Level.DEBUG : Logger.Level.INFO;
        if (!ACCESS.isEnabled(level)) {
            return;
        }
        String method = request.request().method().name();
        // A client that went away before the answer has no status.
        String status = end.succeeded() ? Integer.toString(request.response().getStatusCode()) : "aborted";
        String user = user(request);
        Map<String, String> fields = Map.of(
                RequestId.LOG_KEY,
                id.value(),
                "method",
                method,
                "path",
                path,
                "status",
                status,
                "durationMs",
                Long.toString(milliseconds),
                "user",
                user);
        fields.forEach(MDC::put);
        try {
            ACCESS.logf(level, "%s %s %s %d ms %s", method, path, status, milliseconds, user);
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }

    private static String path(RoutingContext request) {
        @Nullable String path = request.request().path();
        if (path == null) {
            return "";
        }
        return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "...";
    }

    private static String user(RoutingContext request) {
        if (request.user() instanceof QuarkusHttpUser user
                && !user.getSecurityIdentity().isAnonymous()) {
            return user.getSecurityIdentity().getPrincipal().getName();
        }
        return "-";
    }

    private static long millisecondsSince(long started) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }
}
