package dev.confab.bench;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** Durations as people type them: {@code 500ms}, {@code 30s}, {@code 2m}. */
final class DurationText {
    private DurationText() {}

    static Duration parse(String text) {
        if (!text.matches("\\d{1,7}(ms|s|m)")) {
            throw new TypeConversionException("not a duration like 500ms, 30s or 2m: " + text);
        }
        return Duration.parse(
                text.endsWith("ms")
                        ? "PT" + Long.parseLong(text.substring(0, text.length() - 2)) / 1000.0 + "S"
                        : "PT" + text.toUpperCase(Locale.ROOT));
    }
}
