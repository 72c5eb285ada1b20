package dev.confab.chat.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to say, unchecked.
 *
 * @param clientMessageId 1 to 64 characters, chosen by the client; refused when null, like the text
 * @param replyTo         the id of the message in the same room that this one answers; null for none
 * @param threadId        the id of the message in the same room in whose thread this one is a reply; null for none
 * @param attachments     the ids of files that the author has uploaded to the room for this message
 */
public record MessageRequest(
        @Nullable String clientMessageId,
        @Nullable String text,
        @Nullable String replyTo,
        @Nullable String threadId,
        List<String> attachments) {

    public MessageRequest {
        attachments = List.copyOf(attachments);
    }

    /** A message outside of threads and without files. */
    public MessageRequest(@Nullable String clientMessageId, @Nullable String text, @Nullable String replyTo) {
        this(clientMessageId, text, replyTo, null, List.of());
    }
}
