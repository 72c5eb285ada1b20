package dev.confab.client.rest;

import dev.confab.client.UserRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stored message. {@code seq} is its place in the room's stream, where other events have numbers too. */
public record Message(
        long seq,
        String messageId,
        Instant time,
        @Nullable UserRef user,
        String text,
        @Nullable String clientMessageId) {}
