package dev.confab.client.rest;

import dev.confab.client.UserRef;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that concerns one person.
 *
 * @param kind {@code mention}, {@code reply}, and later others
 * @param seq the message's place in the room
 * @param text the beginning of the message
 * @param createdAt when the message was posted
 * @param readAt null while it is unread
 */
public record Notification(
        UUID id,
        String kind,
        String room,
        UUID roomId,
        UUID messageId,
        long seq,
        UserRef actor,
        String text,
        Instant createdAt,
        @Nullable Instant readAt) {}
