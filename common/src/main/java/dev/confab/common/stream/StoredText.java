package dev.confab.common.stream;

import org.jspecify.annotations.Nullable;

/** The text that PostgreSQL and JSON can hold and everybody reads back as it was written. */
final class StoredText {
    private StoredText() {}

    /** Whether there is no NUL and no surrogate without its other half, which the way to the database would replace. */
    static boolean isStorable(@Nullable String text) {
        if (text == null) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
