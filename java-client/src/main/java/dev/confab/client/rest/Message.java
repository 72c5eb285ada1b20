package dev.confab.client.rest;

import dev.confab.client.UserRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored message. {@code seq} is its place in the room's stream, where other events have numbers too; {@code mentions}
 * are the people whom the text names by {@code @username}, {@code replyTo} is the message that it answers.
 */
public record Message(
        long seq,
        String messageId,
        Instant time,
        @Nullable UserRef user,
        String text,
        List<UserRef> mentions,
        @Nullable QuotedMessage replyTo,
        @Nullable String clientMessageId) {
    public Message {
        mentions = mentions == null ? List.of() : List.copyOf(mentions);
    }
}
