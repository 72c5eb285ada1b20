package dev.confab.chat.message;

import dev.confab.common.stream.StreamEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as the log holds it.
 *
 * @param clientId the id that its author chose
 * @param data     see {@link MessageCodec}
 */
public record StoredMessage(
        UUID roomId,
        long seq,
        UUID messageId,
        Instant time,
        UUID authorId,
        String authorName,
        @Nullable String clientId,
        String data) {

    static StoredMessage of(StreamEvent event) {
        UUID author = event.actorId();
        String name = event.actorName();
        if (author == null || name == null) {
            throw new IllegalStateException("message without an author: " + event.eventId());
        }
        return new StoredMessage(
                event.streamId(),
                event.seq(),
                event.eventId(),
                event.time(),
                author,
                name,
                event.clientId(),
                event.data());
    }
}
