package dev.confab.common.error;

import io.quarkus.security.ForbiddenException;
import java.io.IOException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

/**
 * Gives a code to what Quarkus Security raises. An authentication mechanism that knows more puts a
 * {@link ConfabException} as the cause.
 */
public final class SecurityFailure {
    private SecurityFailure() {}

    /** What a client is told of a failure. */
    public static ConfabException translate(SecurityException failure) {
        ConfabException known = ConfabException.of(failure);
        if (known.code() != ErrorCode.INTERNAL) {
            return known;
        }
        if (failure instanceof ForbiddenException) {
            return StatusFailure.translate(403, failure);
        }
        if (expired(failure)) {
            return new ConfabException(ErrorCode.TOKEN_EXPIRED, "The access token has expired; refresh it.");
        }
        if (causeOf(failure, IOException.class) != null) {
            return new ConfabException(
                    ErrorCode.UNAVAILABLE,
                    "The keys that tokens are checked with cannot be fetched; try again.",
                    failure);
        }
        return StatusFailure.translate(401, failure);
    }

    private static boolean expired(Throwable failure) {
        InvalidJwtException invalid = causeOf(failure, InvalidJwtException.class);
        return invalid != null && invalid.hasExpired();
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable failure, Class<T> type) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 32; depth++) {
            if (type.isInstance(current)) {
                return type.cast(current);
            }
            current = current.getCause();
        }
        return null;
    }
}
