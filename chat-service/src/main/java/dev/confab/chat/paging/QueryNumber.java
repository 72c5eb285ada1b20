package dev.confab.chat.paging;

import dev.confab.common.error.ConfabException;
import org.jspecify.annotations.Nullable;

/** Reads numbers from query parameters, so that a bad one is {@code invalid_request} and names the parameter. */
public final class QueryNumber {

    private QueryNumber() {}

    /** The number, which must lie between {@code min} and {@code max}; {@code absent} when the parameter is not there. */
    public static long parse(String name, @Nullable String value, long min, long max, long absent) {
        if (value == null) {
            return absent;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, like a number out of range.
        }
        throw ConfabException.invalid(name, "must be a whole number from " + min + " to " + max);
    }

    /** How many items a page shall have, at least 1. */
    public static int limit(@Nullable String value, int absent, int max) {
        return (int) parse("limit", value, 1, max, absent);
    }
}
