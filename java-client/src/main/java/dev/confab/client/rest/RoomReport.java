package dev.confab.client.rest;

import dev.confab.client.UserRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** That somebody finds a message wrong. {@code text} is null when the message is gone. */
public record RoomReport(
        String id,
        String room,
        String messageId,
        @Nullable UserRef author,
        @Nullable String text,
        @Nullable UserRef reporter,
        String reason,
        String state,
        @Nullable String resolution,
        @Nullable Instant createdAt) {}
