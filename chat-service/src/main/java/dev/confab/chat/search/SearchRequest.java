package dev.confab.chat.search;

import dev.confab.chat.account.Username;
import dev.confab.common.error.ConfabException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody searches for.
 *
 * @param authorKey the key of the author's name, to which no account need belong
 * @param from      at or after this time
 * @param until     before this time
 */
record SearchRequest(
        String words,
        Optional<String> authorKey,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<SearchCursor> after) {

    private static final int MAX_LENGTH = 200;
    /** What PostgreSQL and this service both know how to write. */
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** @throws ConfabException {@code invalid_request}, naming the parameter */
    static SearchRequest of(
            @Nullable String words,
            @Nullable String author,
            @Nullable String after,
            @Nullable String before,
            @Nullable String cursor) {
        return new SearchRequest(
                words(words),
                Optional.ofNullable(author).map(SearchRequest::authorKey),
                Optional.ofNullable(after).map(text -> time("after", text)),
                Optional.ofNullable(before).map(text -> time("before", text)),
                Optional.ofNullable(cursor).map(SearchCursor::parse));
    }

    private static String words(@Nullable String words) {
        if (words == null || words.codePoints().noneMatch(Character::isLetterOrDigit)) {
            throw ConfabException.invalid("q", "needs a word to search for");
        }
        if (words.length() > MAX_LENGTH) {
            throw ConfabException.invalid("q", "is longer than " + MAX_LENGTH + " characters");
        }
        // The database cannot take half of a surrogate pair, and NUL in no text at all.
        if (words.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw ConfabException.invalid("q", "cannot be part of a message");
        }
        return words.strip();
    }

    private static String authorKey(String name) {
        return Username.find(name)
                .map(Username::key)
                .orElseThrow(() -> ConfabException.invalid("from", "is not a username"));
    }

    private static Instant time(String parameter, String text) {
        try {
            Instant time = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : Instant.parse(text);
            if (!time.isBefore(Instant.EPOCH) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException malformed) {
            // Refused below, like a time that cannot be.
        }
        throw ConfabException.invalid(parameter, "must be a date (2026-01-31) or a time in UTC (2026-01-31T12:00:00Z)");
    }
}
