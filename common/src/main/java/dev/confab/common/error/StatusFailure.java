package dev.confab.common.error;

/** Gives a code to failures of which only the HTTP status is known, as the framework raises them. */
final class StatusFailure {
    private StatusFailure() {}

    static ConfabException translate(int status, Throwable cause) {
        return switch (status) {
            case 401 -> new ConfabException(ErrorCode.NOT_AUTHENTICATED, "Sign in first.");
            case 403 -> new ConfabException(ErrorCode.FORBIDDEN, "You are not allowed to do this.");
            case 404 -> new ConfabException(ErrorCode.NOT_FOUND, "There is nothing at this address.");
            case 405 -> new ConfabException(ErrorCode.METHOD_NOT_ALLOWED, "This address does not know that method.");
            case 406 -> new ConfabException(ErrorCode.NOT_ACCEPTABLE, "None of the accepted media types is available.");
            case 409 -> new ConfabException(ErrorCode.CONFLICT, "The request contradicts the present state.");
            case 413 ->
                new ConfabException(ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than this server accepts.");
            case 415 ->
                new ConfabException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body's media type is not accepted here.");
            case 429 -> new ConfabException(ErrorCode.RATE_LIMITED, "Too many requests.");
            case 503 -> new ConfabException(ErrorCode.UNAVAILABLE, "Not available right now; try again.", cause);
            default ->
                status >= 400 && status < 500
                        ? new ConfabException(ErrorCode.INVALID_REQUEST, "The request is not acceptable.")
                        : ConfabException.of(cause);
        };
    }
}
