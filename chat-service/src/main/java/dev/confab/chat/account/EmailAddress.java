package dev.confab.chat.account;

import dev.confab.common.error.ConfabException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address. Only what no mail server would take is refused; whether mail arrives is not known.
 *
 * @param value as written
 * @param key   without case; unique
 */
record EmailAddress(String value, String key) {
    private static final int MAX_LENGTH = 254;
    private static final Pattern WELL_FORMED = Pattern.compile(
            "[^\\s\\p{Cntrl}@<>\",;:()\\[\\]\\\\]{1,64}@"
                    + "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?(?:\\.[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)*");

    /** The address as somebody wrote it. */
    static EmailAddress of(@Nullable String written) {
        if (written == null) {
            throw ConfabException.invalid("email", "is required");
        }
        return find(written).orElseThrow(() -> ConfabException.invalid("email", "must be an e-mail address"));
    }

    /** Empty where it cannot be an address. */
    static Optional<EmailAddress> find(String written) {
        String value = written.length() > MAX_LENGTH + 10 ? "" : written.strip();
        if (value.length() > MAX_LENGTH || !WELL_FORMED.matcher(value).matches()) {
            return Optional.empty();
        }
        return Optional.of(new EmailAddress(value, value.toLowerCase(Locale.ROOT)));
    }
}
