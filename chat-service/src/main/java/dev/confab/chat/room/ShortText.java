package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import org.jspecify.annotations.Nullable;

/** A line that somebody writes about a room or a person: a reason, a topic. */
public final class ShortText {

    private ShortText() {}

    /**
     * The text without space around it; null for none.
     *
     * @param max in code points
     * @throws ConfabException {@code invalid_request} naming the field, for a longer text and for one that cannot be stored
     */
    public static @Nullable String optional(String field, @Nullable String text, int max) {
        String stripped = text == null ? "" : text.strip();
        if (stripped.isEmpty()) {
            return null;
        }
        if (stripped.codePointCount(0, stripped.length()) > max) {
            throw ConfabException.invalid(field, "must have " + max + " characters at most");
        }
        if (stripped.codePoints().anyMatch(ShortText::isUnfit)) {
            throw ConfabException.invalid(field, "contains a control character or half of a surrogate pair");
        }
        return stripped;
    }

    /** Like {@link #optional}, for a text that has to be there. */
    public static String require(String field, @Nullable String text, int max) {
        String given = optional(field, text, max);
        if (given == null) {
            throw ConfabException.invalid(field, "is missing");
        }
        return given;
    }

    private static boolean isUnfit(int codePoint) {
        return Character.isISOControl(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
}
