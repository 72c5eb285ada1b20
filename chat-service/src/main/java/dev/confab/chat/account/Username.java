package dev.confab.chat.account;

import dev.confab.common.error.ConfabException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name under which somebody signs in and is seen: 2 to 32 letters or digits of any script, {@code _}, {@code .} or
 * {@code -}. It never changes.
 *
 * @param value in composed form (NFC), otherwise as written
 * @param key   the same for names that differ only in case or in compatibility forms; unique
 */
public record Username(String value, String key) {
    static final String RULE = "must be 2 to 32 letters, digits, '_', '.' or '-'";

    private static final Pattern WELL_FORMED = Pattern.compile("[\\w.-]{2,32}", Pattern.UNICODE_CHARACTER_CLASS);
    /** Names that would be taken for somebody with more to say; {@code admin} is made at the first start. */
    private static final Set<String> RESERVED = Set.of("admin", "anonymous", "system");

    /** The name as somebody wrote it. */
    static Username of(@Nullable String written) {
        if (written == null) {
            throw ConfabException.invalid("username", "is required");
        }
        return find(written).orElseThrow(() -> ConfabException.invalid("username", RULE));
    }

    /** Empty where it cannot be a username. */
    public static Optional<Username> find(String written) {
        if (written.length() > 256) {
            return Optional.empty();
        }
        String value = Normalizer.normalize(written, Normalizer.Form.NFC);
        if (!WELL_FORMED.matcher(value).matches()) {
            return Optional.empty();
        }
        return Optional.of(new Username(value, key(value)));
    }

    /** The key of the beginning of a name, to search by. */
    static String key(String value) {
        String folded = Normalizer.normalize(value, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    /** Whether nobody can take this name by themselves. */
    boolean isReserved() {
        return RESERVED.contains(key);
    }
}
