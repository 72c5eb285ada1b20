package dev.confab.client.rest;

import dev.confab.client.ConfabException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error answer of the REST API, read from its {@code application/problem+json} body. */
public final class ConfabApiException extends ConfabException {
    /** One field of a request that was refused. */
    public record FieldError(String field, String message) {}

    private final int status;
    private final @Nullable String requestId;
    private final transient List<FieldError> errors;

    ConfabApiException(
            int status,
            String code,
            String message,
            @Nullable String requestId,
            @Nullable Duration retryAfter,
            List<FieldError> errors) {
        super(code, message, status == 429 || status == 503, retryAfter, null);
        this.status = status;
        this.requestId = requestId;
        this.errors = List.copyOf(errors);
    }

    public int status() {
        return status;
    }

    /** The id under which the server logged the request; null when something in front of it answered. */
    public @Nullable String requestId() {
        return requestId;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
