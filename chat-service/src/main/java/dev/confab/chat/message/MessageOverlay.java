package dev.confab.chat.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message after it was posted.
 *
 * @param text      what it says since it was edited; null when it never was, or is deleted
 * @param mentions  as JSON; null with the text
 * @param reactions as JSON; null when there are none
 */
record MessageOverlay(
        @Nullable String text,
        @Nullable String mentions,
        @Nullable Instant editedAt,
        boolean deleted,
        boolean pinned,
        int replies,
        @Nullable Instant lastReplyAt,
        @Nullable String reactions) {

    /** Of a message that nobody touched. */
    static final MessageOverlay NONE = new MessageOverlay(null, null, null, false, false, 0, null, null);
}
