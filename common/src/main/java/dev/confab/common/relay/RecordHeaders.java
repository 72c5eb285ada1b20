package dev.confab.common.relay;

import dev.confab.common.event.CloudEventCodec;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What stands beside a record's value, so that it can be judged without decoding it. */
final class RecordHeaders {
    static final String CONTENT_TYPE = "content-type";
    static final String REQUEST_ID = "x-request-id";
    /** The event's seq, in digits. */
    static final String SEQ = "x-seq";

    static final byte[] CLOUD_EVENT = CloudEventCodec.CONTENT_TYPE.getBytes(StandardCharsets.US_ASCII);

    private RecordHeaders() {}

    static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The seq, or the largest one if it is not told: then the value has to be looked at. */
    static long seq(Headers headers) {
        String digits = text(headers, SEQ);
        try {
            return digits == null ? Long.MAX_VALUE : Long.parseLong(digits);
        } catch (NumberFormatException foreign) {
            return Long.MAX_VALUE;
        }
    }
}
