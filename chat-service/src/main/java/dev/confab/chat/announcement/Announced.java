package dev.confab.chat.announcement;

import java.time.Instant;
import java.util.UUID;

/**
 * An announcement that is stored.
 *
 * @param id        the id of its event
 * @param seq       its place in the room's stream
 * @param duplicate whether it had been stored before under the same {@code clientMessageId}
 */
record Announced(
        UUID id,
        String room,
        UUID roomId,
        String epoch,
        long seq,
        String title,
        String text,
        Instant time,
        boolean duplicate) {}
