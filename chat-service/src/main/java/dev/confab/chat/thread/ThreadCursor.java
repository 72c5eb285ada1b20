package dev.confab.chat.thread;

import dev.confab.common.error.ConfabException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a page of followed threads ended: the newest reply and the id of its last thread. */
record ThreadCursor(Instant lastReplyAt, UUID rootId) {

    private static final ThreadCursor TOP = new ThreadCursor(Instant.parse("9999-12-31T23:59:59Z"), new UUID(-1L, -1L));

    /** @param text null for the first page */
    static ThreadCursor parse(@Nullable String text) {
        if (text == null) {
            return TOP;
        }
        int gap = text.indexOf('_');
        try {
            Instant at = Instant.ofEpochMilli(Long.parseLong(text.substring(0, Math.max(0, gap))));
            if (!at.isBefore(Instant.EPOCH) && at.isBefore(TOP.lastReplyAt)) {
                return new ThreadCursor(at, UUID.fromString(text.substring(gap + 1)));
            }
        } catch (IllegalArgumentException foreign) {
            // Refused below, like a time that cannot be.
        }
        throw ConfabException.invalid("after", "is not a cursor of this list");
    }

    String encoded() {
        return lastReplyAt.toEpochMilli() + "_" + rootId;
    }
}
