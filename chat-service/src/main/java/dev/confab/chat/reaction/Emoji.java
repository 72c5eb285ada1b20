package dev.confab.chat.reaction;

import dev.confab.common.error.ConfabException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One emoji, as Unicode makes it of one or several code points: flags, skin tones, families, keycaps. The presentation
 * selector says only how it is drawn, so the same emoji with and without it are one.
 */
record Emoji(String value) {

    private static final int MAX_LENGTH = 64;
    private static final Pattern ONE_CHARACTER = Pattern.compile("\\X");
    private static final String PRESENTATION = "\uFE0F";
    private static final int KEYCAP = 0x20E3;

    /** @throws ConfabException {@code invalid_request} when the text is anything but one emoji */
    static Emoji require(@Nullable String text) {
        if (text == null) {
            throw ConfabException.invalid("emoji", "is missing");
        }
        if (text.length() > MAX_LENGTH || !isOne(text)) {
            throw ConfabException.invalid("emoji", "must be one emoji");
        }
        // Inside of a sequence it belongs to the spelling.
        return new Emoji(
                text.endsWith(PRESENTATION) && text.length() > 1 ? text.substring(0, text.length() - 1) : text);
    }

    private static boolean isOne(String text) {
        return ONE_CHARACTER.matcher(text).matches()
                && text.codePoints().allMatch(point -> Character.isEmoji(point) || Character.isEmojiComponent(point))
                && text.codePoints().anyMatch(Emoji::showsSomething);
    }

    /** Digits, number sign and asterisk count as emoji by themselves, but become one only with a keycap. */
    private static boolean showsSomething(int point) {
        return point == KEYCAP || (Character.isEmoji(point) && point > 0x7F);
    }
}
