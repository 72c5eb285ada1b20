package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name that a room can have: 1 to 100 letters, digits and underscores of any script ({@code \w+}), with the
 * combining marks that many scripts need. Names are compared in NFC, case matters.
 *
 * @param value in NFC
 */
public record RoomName(String value) {

    /** In code points. */
    public static final int MAX_LENGTH = 100;

    /**
     * No leading mark, which would attach to whatever stands before the name. No letters and marks that show
     * nothing, with which a name could be made that looks like another one: Hangul fillers, Khmer inherent vowels,
     * the grapheme joiner, variation selectors.
     */
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{N}_&&[^\\u115F\\u1160\\u3164\\uFFA0]]"
            + "[\\p{L}\\p{N}\\p{Mn}\\p{Mc}_&&[^\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u3164\\uFE00-\\uFE0F"
            + "\\uFFA0\\x{E0100}-\\x{E01EF}]]{0," + (MAX_LENGTH - 1) + "}");

    /** Longer input is refused before it is normalised; no valid name decomposes into more. */
    private static final int MAX_RAW_LENGTH = MAX_LENGTH * 18;

    public RoomName {
        if (!Normalizer.isNormalized(value, Normalizer.Form.NFC)
                || !ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("not a room name");
        }
    }

    /** The name that was written, in any normal form; empty when no room can have it. */
    public static Optional<RoomName> parse(@Nullable String written) {
        if (written == null || written.length() > MAX_RAW_LENGTH) {
            return Optional.empty();
        }
        String normal = Normalizer.normalize(written, Normalizer.Form.NFC);
        return ALLOWED.matcher(normal).matches() ? Optional.of(new RoomName(normal)) : Optional.empty();
    }

    /** Like {@link #parse}, for a name that a new room shall have: {@code invalid_request} when none can have it. */
    public static RoomName require(@Nullable String written) {
        return parse(written)
                .orElseThrow(() -> ConfabException.invalid(
                        "name", "must be 1 to " + MAX_LENGTH + " letters, digits and underscores"));
    }

    /** The form in which names are searched: case does not matter there. */
    public static String searchForm(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
