package dev.confab.chat.message;

import dev.confab.chat.room.RoomRef;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the author of a message is told over REST: the fields of the socket's {@code ack}. */
record Posted(
        String room,
        @Nullable String clientMessageId,
        UUID messageId,
        String epoch,
        long seq,
        Instant time,
        boolean duplicate) {

    static Posted of(RoomRef room, @Nullable String clientMessageId, PostedMessage message) {
        return new Posted(
                room.name(),
                clientMessageId,
                message.messageId(),
                message.epoch(),
                message.seq(),
                message.time(),
                message.duplicate());
    }
}
