package dev.confab.common.error;

import io.quarkus.security.ForbiddenException;

/**
 * Gives a code to what Quarkus Security raises. An authentication mechanism that knows more puts a
 * {@link ConfabException} as the cause.
 */
final class SecurityFailure {
    private SecurityFailure() {}

    static ConfabException translate(SecurityException failure) {
        ConfabException known = ConfabException.of(failure);
        if (known.code() != ErrorCode.INTERNAL) {
            return known;
        }
        return failure instanceof ForbiddenException
                ? StatusFailure.translate(403, failure)
                : StatusFailure.translate(401, failure);
    }
}
