package dev.confab.common.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.request.RequestId;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Writes failures as problem documents, for JAX-RS and for what fails before it. Also the one place that logs and counts
 * them: defects of ours with their stack once, what is away in one line, mistakes of clients only for debugging.
 */
@ApplicationScoped
public class ProblemResponses {
    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);

    private final ObjectMapper json;
    private final MeterRegistry metrics;

    ProblemResponses(ObjectMapper json, MeterRegistry metrics) {
        this.json = json;
        this.metrics = metrics;
    }

    /** The response to a failure, for a JAX-RS exception mapper of a service. */
    public Response response(ConfabException failure, RoutingContext request) {
        String body = record(failure, request);
        Response.ResponseBuilder response = Response.status(failure.code().status())
                .type(Problem.MEDIA_TYPE)
                .entity(body);
        headers(failure).forEach(response::header);
        return response.build();
    }

    void send(ConfabException failure, RoutingContext request) {
        String body = record(failure, request);
        HttpServerResponse response =
                request.response().setStatusCode(failure.code().status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        headers(failure).forEach(response::putHeader);
        var _ = response.end(body);
    }

    private String record(ConfabException failure, RoutingContext request) {
        ErrorCode code = failure.code();
        metrics.counter("confab.http.errors", "code", code.code()).increment();
        switch (code) {
            case INTERNAL ->
                LOG.errorf(failure.getCause(), "%s failed", request.request().method());
            case UNAVAILABLE, OVERLOADED -> LOG.warnf("%s: %s", code.code(), reason(failure));
            default -> LOG.debugf("%s: %s", code.code(), failure.detail());
        }
        try {
            return json.writeValueAsString(Problem.of(failure, id(request)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(ConfabException failure) {
        return failure.getCause() == null
                ? failure.detail()
                : failure.getCause().toString();
    }

    private static Map<String, String> headers(ConfabException failure) {
        Map<String, String> headers = new LinkedHashMap<>();
        Duration retryAfter = failure.retryAfter();
        if (retryAfter != null) {
            // Whole seconds, rounded up: who waits that long is not refused for having come too early.
            headers.put(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
        }
        if (failure.code().status() == 401) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return headers;
    }

    private static String id(RoutingContext request) {
        RequestId id = request.get(RequestId.LOG_KEY);
        return id.value();
    }
}
