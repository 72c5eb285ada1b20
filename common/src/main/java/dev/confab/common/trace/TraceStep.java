package dev.confab.common.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletionException;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Something that is being done as part of a trace, recorded or not. Whoever begins one ends it, once; that may happen on
 * another thread.
 */
public final class TraceStep {
    private final TraceParent traceParent;
    private final @Nullable Span span;

    /** While it is open, what happens on this thread belongs to the step. To be closed on the same thread. */
    public interface Within extends AutoCloseable {
        @Override
        void close();
    }

    TraceStep(TraceParent traceParent, @Nullable Span span) {
        this.traceParent = traceParent;
        this.span = span;
    }

    /** What is given to whatever this step causes: in events, requests for tasks, headers. */
    public TraceParent traceParent() {
        return traceParent;
    }

    /** A detail for those who look at the trace; never content that people wrote. */
    public TraceStep with(String key, @Nullable String value) {
        if (span != null && value != null) {
            span.setAttribute(key, value);
        }
        return this;
    }

    /** Makes this the step that {@link TraceParent#current()} names. */
    @SuppressWarnings("MustBeClosedChecker") // Whoever enters closes both.
    public Within enter() {
        Object before = MDC.get(TraceParent.LOG_KEY);
        traceParent.makeCurrent();
        Scope scope = span == null ? null : Context.current().with(span).makeCurrent();
        return () -> {
            if (scope != null) {
                scope.close();
            }
            if (before == null) {
                TraceParent.clearCurrent();
            } else {
                MDC.put(TraceParent.LOG_KEY, before);
            }
        };
    }

    /** It has failed; it has to be ended all the same. */
    public void failed(Throwable failure) {
        if (span != null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            // The kind only: messages may hold what people wrote.
            span.setStatus(StatusCode.ERROR, cause.getClass().getSimpleName());
        }
    }

    /** It is over. */
    public void end() {
        if (span != null) {
            span.end();
        }
    }

    /** It is over, and has failed unless there is no failure. */
    public void end(@Nullable Throwable failure) {
        if (failure != null) {
            failed(failure);
        }
        end();
    }
}
