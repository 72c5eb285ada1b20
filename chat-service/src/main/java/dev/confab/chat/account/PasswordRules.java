package dev.confab.chat.account;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.error.FieldError;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which passwords are good enough: long ones that nobody tries first. There are no rules about kinds of characters. */
final class PasswordRules {
    static final int MIN_LENGTH = 8;
    static final int MAX_LENGTH = 128;

    /** The most tried ones of sufficient length. */
    private static final Set<String> COMMON = Set.of(
            "password",
            "password1",
            "passw0rd",
            "12345678",
            "123456789",
            "1234567890",
            "qwertyui",
            "qwertyuiop",
            "qwerty123",
            "1q2w3e4r",
            "abcd1234",
            "iloveyou",
            "sunshine",
            "princess",
            "football",
            "baseball",
            "superman",
            "trustno1",
            "starwars",
            "letmein1",
            "welcome1",
            "changeme");

    private PasswordRules() {}

    /** Refuses a new password with {@code weak_password}, naming the field. */
    static void check(String field, @Nullable String password, Username name) {
        if (password == null) {
            throw ConfabException.invalid(field, "is required");
        }
        int length = password.codePointCount(0, password.length());
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            throw weak(field, "must be " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (lower.equals(name.key()) || password.codePoints().distinct().count() == 1 || COMMON.contains(lower)) {
            throw weak(field, "is one of the first that somebody would try");
        }
    }

    /** Whether text can be a password at all; what cannot is not worth hashing. */
    static boolean isPossible(String password) {
        return password.length() <= 2 * MAX_LENGTH;
    }

    private static ConfabException weak(String field, String problem) {
        return new ConfabException(
                ErrorCode.WEAK_PASSWORD, field + ": " + problem, null, List.of(new FieldError(field, problem)));
    }
}
