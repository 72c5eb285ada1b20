package dev.confab.common.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * Begins the steps of traces that no extension begins: frames, records, tasks. Where nothing is recorded
 * ({@code confab.tracing.endpoint} is not set) a step is but the id that is carried on.
 */
@ApplicationScoped
public class Tracing {
    private final @Nullable Tracer tracer;

    @Inject
    public Tracing(OpenTelemetry telemetry, TracingConfig config) {
        tracer = config.endpoint().isPresent() ? telemetry.getTracer("dev.confab") : null;
    }

    /**
     * Begins a step.
     *
     * @param name of low cardinality, like {@code chat send}
     * @param kind SERVER for what a client asked for, CONSUMER for what a record or task asked for
     * @param cause the traceparent that came with it; where it is absent or not well-formed, a trace begins here
     */
    public TraceStep begin(String name, SpanKind kind, @Nullable String cause) {
        TraceParent parent = TraceParent.parse(cause);
        if (tracer == null) {
            return new TraceStep(parent == null ? TraceParent.fresh() : parent, null);
        }
        Span span = tracer.spanBuilder(name)
                .setSpanKind(kind)
                .setParent(parent == null ? Context.root() : Context.root().with(Span.wrap(remote(parent))))
                .startSpan();
        return new TraceStep(TraceParent.of(span.getSpanContext()), span);
    }

    private static SpanContext remote(TraceParent parent) {
        return SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }
}
