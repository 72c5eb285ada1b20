package dev.confab.chat.attachment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that a client asks for by the header {@code Range}.
 *
 * @param partial whether it is a part, and not all
 */
record ByteRange(long offset, long length, boolean partial) {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** What is asked for; all if it is nothing that is understood here; null if the file has no such part. */
    static @Nullable ByteRange of(@Nullable String header, long size) {
        Matcher range = header == null ? null : ONE.matcher(header.strip());
        if (range == null
                || !range.matches()
                || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return new ByteRange(0, size, false);
        }
        if (range.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(range.group(2)));
            return last == 0 ? null : new ByteRange(size - last, last, true);
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
        if (!range.group(2).isEmpty() && Long.parseLong(range.group(2)) < first) {
            return new ByteRange(0, size, false);
        }
        return first >= size ? null : new ByteRange(first, last - first + 1, true);
    }

    /** The value of {@code Content-Range}. */
    String contentRange(long size) {
        return "bytes " + offset + '-' + (offset + length - 1) + '/' + size;
    }
}
