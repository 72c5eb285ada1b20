package dev.confab.chat.search;

import dev.confab.common.error.ConfabException;
import java.time.Instant;
import java.util.UUID;

/** Where a page of results ended: the time and id of its last message. */
record SearchCursor(Instant time, UUID messageId) {

    private static final long LATEST = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

    static SearchCursor parse(String text) {
        int gap = text.indexOf('_');
        try {
            long millis = Long.parseLong(text.substring(0, Math.max(0, gap)));
            if (millis >= 0 && millis < LATEST) {
                return new SearchCursor(Instant.ofEpochMilli(millis), UUID.fromString(text.substring(gap + 1)));
            }
        } catch (IllegalArgumentException foreign) {
            // Refused below, like a time that cannot be.
        }
        throw ConfabException.invalid("cursor", "is not a cursor of this search");
    }

    String encoded() {
        return time.toEpochMilli() + "_" + messageId;
    }
}
