package dev.confab.client.connection;

import dev.confab.client.StreamPosition;
import java.time.Instant;

/** The server's acknowledgement: the message is durable, at this place of the room's stream. */
public record SentMessage(
        String room,
        String clientMessageId,
        String messageId,
        StreamPosition position,
        Instant time,
        boolean duplicate) {}
