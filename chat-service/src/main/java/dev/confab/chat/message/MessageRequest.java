package dev.confab.chat.message;

import org.jspecify.annotations.Nullable;

/**
 * What a client wants to say, unchecked.
 *
 * @param clientMessageId 1 to 64 characters, chosen by the client; refused when null, like the text
 * @param replyTo         the id of the message in the same room that this one answers; null for none
 */
public record MessageRequest(
        @Nullable String clientMessageId,
        @Nullable String text,
        @Nullable String replyTo) {}
