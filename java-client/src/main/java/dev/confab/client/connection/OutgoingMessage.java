package dev.confab.client.connection;

import org.jspecify.annotations.Nullable;

/**
 * A message to be sent.
 *
 * @param clientMessageId 1 to 64 characters; the same id in the same room is posted once
 * @param replyTo         the id of the message that this one answers
 */
public record OutgoingMessage(
        String clientMessageId, String text, @Nullable String replyTo) {}
