package dev.confab.common.signin;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.RefusedCredentialException;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import java.io.IOException;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

/** Verifies a token with the parser of its issuer, and says whether it failed only for its age. */
public final class TokenVerification {
    private TokenVerification() {}

    /**
     * The claims of a genuine, valid token.
     *
     * @throws RefusedCredentialException {@code token_expired} or {@code not_authenticated}
     * @throws ConfabException {@code unavailable} if it cannot be known, because the issuer's keys cannot be fetched
     */
    public static JsonWebToken verify(String token, JWTParser parser) {
        try {
            return parser.parse(token);
        } catch (ParseException e) {
            // The exception quotes the token, so it goes nowhere.
            if (isKeyMissing(e)) {
                throw new ConfabException(
                        ErrorCode.UNAVAILABLE, "The keys that tokens are checked with cannot be fetched.");
            }
            throw new RefusedCredentialException(isExpired(e) ? ErrorCode.TOKEN_EXPIRED : ErrorCode.NOT_AUTHENTICATED);
        }
    }

    private static boolean isKeyMissing(ParseException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** Claims are looked at only after the signature, so an expired token was a genuine one. */
    private static boolean isExpired(ParseException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidJwtException invalid) {
                return invalid.hasExpired() && invalid.getErrorDetails().size() == 1;
            }
        }
        return false;
    }
}
