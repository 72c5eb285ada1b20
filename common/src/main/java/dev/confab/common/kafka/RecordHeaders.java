package dev.confab.common.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What stands beside a record's value, so that it can be judged without decoding it. Texts in UTF-8. */
public final class RecordHeaders {
    public static final String CONTENT_TYPE = "content-type";
    /** The request that caused the record, for logs. */
    public static final String REQUEST_ID = "x-request-id";
    /** The step of a trace that caused the record, as W3C Trace Context writes it. */
    public static final String TRACE_PARENT = "traceparent";
    /** The seq of a stream's event, in digits. */
    public static final String SEQ = "x-seq";
    /** Why a record was put aside: a stable code. */
    public static final String ERROR_CODE = "x-error-code";
    /** Why a record was put aside, for people. */
    public static final String ERROR_MESSAGE = "x-error-message";

    private RecordHeaders() {}

    /** The last header of that name, or null. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Adds a header, unless there is nothing to say. */
    public static void add(Headers headers, String name, @Nullable String text) {
        if (text != null) {
            headers.add(name, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The seq, or the largest one if it is not told: then the value has to be looked at. */
    public static long seq(Headers headers) {
        String digits = text(headers, SEQ);
        try {
            return digits == null ? Long.MAX_VALUE : Long.parseLong(digits);
        } catch (NumberFormatException foreign) {
            return Long.MAX_VALUE;
        }
    }
}
