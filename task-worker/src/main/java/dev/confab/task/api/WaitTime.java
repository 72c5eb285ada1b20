package dev.confab.task.api;

import dev.confab.common.error.ConfabException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a request may wait for a task: {@code 500ms}, {@code 30s}, {@code 1m}; a minute at most. */
final class WaitTime {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(ms|s|m)");

    private WaitTime() {}

    static Duration parse(@Nullable String text) {
        if (text == null) {
            return Duration.ZERO;
        }
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration wait =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        default -> Duration.ofMinutes(amount);
                    };
            if (wait.compareTo(LONGEST) <= 0) {
                return wait;
            }
        }
        throw ConfabException.invalid("wait", "must be a time such as 500ms or 30s, a minute at most");
    }
}
