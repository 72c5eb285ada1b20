package dev.confab.common.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Which trace something belongs to and what in it caused it, as W3C Trace Context writes it in the header
 * {@value #HEADER}: {@code 00-<trace id>-<span id>-<flags>}. It is carried on whether or not anybody records spans.
 *
 * <p>The current one belongs to the Vert.x context of the request and follows it to worker and virtual threads; outside
 * of a context it belongs to the thread.
 *
 * @param value 55 characters, version 00, neither id all zeros
 */
public record TraceParent(String value) {
    /** The HTTP and mail header, the name of the Kafka header, and the optional field of WebSocket frames. */
    public static final String HEADER = "traceparent";

    /** The field of structured log entries. */
    public static final String LOG_KEY = "traceParent";

    private static final int LENGTH = 55;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;
    private static final String NOBODY = "0".repeat(32);
    private static final String UNSAMPLED = "-00";

    public TraceParent {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a traceparent");
        }
    }

    /** What somebody sent; null where it is absent or not well-formed, as the standard asks. */
    public static @Nullable TraceParent parse(@Nullable String sent) {
        return sent != null && isWellFormed(sent) ? new TraceParent(sent) : null;
    }

    /** The beginning of a new trace that nobody has asked to record. */
    public static TraceParent fresh() {
        return new TraceParent("00-" + hex(nonZero()) + hex(nonZero()) + "-" + hex(nonZero()) + UNSAMPLED);
    }

    /** What a client sent, or the beginning of a new trace where it sent none or nonsense. */
    public static TraceParent orFresh(@Nullable String sent) {
        TraceParent parsed = parse(sent);
        return parsed == null ? fresh() : parsed;
    }

    /** The trace of what is going on right now, or null when it belongs to none. */
    public static @Nullable TraceParent current() {
        TraceParent recorded = recorded();
        if (recorded != null) {
            return recorded;
        }
        return MDC.get(LOG_KEY) instanceof String value ? parse(value) : null;
    }

    /** The step that OpenTelemetry has begun here, or null. */
    public static @Nullable TraceParent recorded() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? of(span) : null;
    }

    static TraceParent of(SpanContext span) {
        return new TraceParent("00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex());
    }

    /** {@link #current()} as it is stored and sent. */
    public static @Nullable String currentValue() {
        TraceParent current = current();
        return current == null ? null : current.value();
    }

    /** From here on, the present context belongs to this trace. */
    public void makeCurrent() {
        MDC.put(LOG_KEY, value);
    }

    /** The present context no longer belongs to a trace; for threads that are used again. */
    public static void clearCurrent() {
        MDC.remove(LOG_KEY);
    }

    /** What all steps of one trace share: 32 lower-case hexadecimal digits. */
    public String traceId() {
        return value.substring(3, SPAN - 1);
    }

    /** The step that this names: 16 lower-case hexadecimal digits. */
    public String spanId() {
        return value.substring(SPAN, FLAGS - 1);
    }

    /** Whether whoever began the trace records it. */
    public boolean sampled() {
        return (HexFormat.fromHexDigits(value, FLAGS, LENGTH) & 1) != 0;
    }

    @Override
    public String toString() {
        return value;
    }

    /** By hand: it is asked for every message. */
    private static boolean isWellFormed(String text) {
        return text.length() == LENGTH
                && text.startsWith("00-")
                && isId(text, 3, SPAN - 1)
                && text.charAt(SPAN - 1) == '-'
                && isId(text, SPAN, FLAGS - 1)
                && text.charAt(FLAGS - 1) == '-'
                && isHex(text, FLAGS, LENGTH);
    }

    private static boolean isId(String text, int from, int to) {
        return isHex(text, from, to) && !text.regionMatches(from, NOBODY, 0, to - from);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static String hex(long bits) {
        return HexFormat.of().toHexDigits(bits);
    }

    private static long nonZero() {
        long bits = ThreadLocalRandom.current().nextLong();
        return bits == 0 ? 1 : bits;
    }
}
