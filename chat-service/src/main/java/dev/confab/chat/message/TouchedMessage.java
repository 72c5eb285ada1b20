package dev.confab.chat.message;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message whose row is locked until the transaction ends.
 *
 * @param edited what it says since it was edited; null when it never was
 * @param edits  the places of the events that edited it
 * @param data   what the log holds of it; see {@link MessageCodec}
 */
public record TouchedMessage(
        UUID messageId,
        long seq,
        UUID authorId,
        Instant postedAt,
        @Nullable String edited,
        List<Long> edits,
        boolean deleted,
        boolean pinned,
        int replies,
        String data) {

    public TouchedMessage {
        edits = List.copyOf(edits);
    }
}
