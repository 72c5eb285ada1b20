package dev.confab.client.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent.
 *
 * @param clientMessageId 1 to 64 characters; the same id in the same room is posted once
 * @param replyTo         the id of the message that this one answers
 * @param threadId        the id of the message whose thread this one belongs to
 * @param attachments     the ids of files that were uploaded for it
 */
public record OutgoingMessage(
        String clientMessageId,
        String text,
        @Nullable String replyTo,
        @Nullable String threadId,
        List<String> attachments) {

    public OutgoingMessage {
        attachments = List.copyOf(attachments);
    }

    /** A message that may answer another one. */
    public OutgoingMessage(String clientMessageId, String text, @Nullable String replyTo) {
        this(clientMessageId, text, replyTo, null, List.of());
    }
}
