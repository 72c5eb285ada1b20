package dev.confab.client.rest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The result of posting: the message is durable. {@code duplicate} says that an earlier call had posted it. */
public record PostedMessage(
        @Nullable String room,
        String clientMessageId,
        String messageId,
        String epoch,
        long seq,
        Instant time,
        boolean duplicate) {}
