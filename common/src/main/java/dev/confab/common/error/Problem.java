package dev.confab.common.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error response: a problem document of RFC 9457, media type {@value #MEDIA_TYPE}, with the suite's
 * own members after the standard ones.
 *
 * @param type names the kind of problem; derived from the code, not meant to be opened
 * @param title heading of the kind, the same for every occurrence
 * @param status the HTTP status again
 * @param detail what went wrong this time, for people
 * @param code the stable code, see {@link ErrorCode}
 * @param requestId the id under which the server logged the request
 * @param errors the fields that were not acceptable; left out when there are none
 * @param retryAfterMs milliseconds to wait before the next try; left out when unknown
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @Nullable String requestId,
        List<FieldError> errors,
        @Nullable Long retryAfterMs) {
    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:confab:problem:";

    public Problem {
        errors = List.copyOf(errors);
    }

    /** The document for a failure that the client is meant to see. */
    public static Problem of(ConfabException failure, @Nullable String requestId) {
        ErrorCode code = failure.code();
        return new Problem(
                TYPE_PREFIX + code.code(),
                code.title(),
                code.status(),
                failure.detail(),
                code.code(),
                requestId,
                failure.errors(),
                failure.retryAfter() == null ? null : failure.retryAfter().toMillis());
    }
}
