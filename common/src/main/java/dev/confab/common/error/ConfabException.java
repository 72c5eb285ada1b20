package dev.confab.common.error;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the client is meant to see: a stable code and a message written for it. The message must hold nothing
 * secret. Everything else that is thrown reaches clients as {@link ErrorCode#INTERNAL} without details.
 */
public final class ConfabException extends RuntimeException {
    private static final Duration RETRY_UNAVAILABLE = Duration.ofSeconds(2);

    private final ErrorCode code;
    private final @Nullable Duration retryAfter;
    private final List<FieldError> errors;

    public ConfabException(ErrorCode code, String message) {
        this(code, message, null, List.of());
    }

    public ConfabException(ErrorCode code, String message, @Nullable Duration retryAfter) {
        this(code, message, retryAfter, List.of());
    }

    public ConfabException(ErrorCode code, String message, @Nullable Duration retryAfter, List<FieldError> errors) {
        super(message);
        this.code = code;
        this.retryAfter = retryAfter;
        this.errors = List.copyOf(errors);
    }

    /** Keeps the cause for the log; clients never see it. */
    public ConfabException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryAfter = code == ErrorCode.UNAVAILABLE ? RETRY_UNAVAILABLE : null;
        this.errors = List.of();
    }

    /** A request with one unacceptable field. */
    public static ConfabException invalid(String field, String message) {
        return new ConfabException(
                ErrorCode.INVALID_REQUEST, field + ": " + message, null, List.of(new FieldError(field, message)));
    }

    /**
     * What a client may know of any failure: the first of its causes that was written for clients; temporary
     * unavailability when the database is away; otherwise {@link ErrorCode#INTERNAL} without details. The failure is kept
     * as the cause.
     */
    public static ConfabException of(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < DatabaseFailure.DEPTH; depth++) {
            if (current instanceof ConfabException confab) {
                return confab;
            }
            if (DatabaseFailure.passes(current)) {
                return new ConfabException(
                        ErrorCode.UNAVAILABLE, "The database cannot be reached right now; try again.", failure);
            }
            current = current.getCause();
        }
        return new ConfabException(
                ErrorCode.INTERNAL, "Something went wrong here; the log knows it under the request id.", failure);
    }

    public ErrorCode code() {
        return code;
    }

    /** The message, which is never absent here. */
    public String detail() {
        String message = getMessage();
        return message == null ? code.title() : message;
    }

    /** How long to wait before the next try, when the server knows. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** The fields that were not acceptable; empty for most codes. */
    public List<FieldError> errors() {
        return errors;
    }
}
