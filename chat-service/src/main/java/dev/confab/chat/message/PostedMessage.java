package dev.confab.chat.message;

import dev.confab.common.stream.StreamEvent;
import java.time.Instant;
import java.util.UUID;

/**
 * A message that is stored for good: what its author is told.
 *
 * @param messageId the id of the event in the room's stream
 * @param epoch     the incarnation of the room's stream
 * @param seq       the place in the room's stream
 * @param time      when it was stored, to the millisecond
 * @param duplicate whether this message had been stored before under the same {@code clientMessageId}; all other
 *                  fields are those of the first time
 */
public record PostedMessage(UUID messageId, String epoch, long seq, Instant time, boolean duplicate) {

    static PostedMessage of(StreamEvent event, boolean duplicate) {
        return new PostedMessage(event.eventId(), event.epoch(), event.seq(), event.time(), duplicate);
    }
}
