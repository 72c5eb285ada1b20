package dev.confab.chat.revision;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.confab.chat.message.MessageContent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a message says since it was edited; also the payload of {@code message.edited}.
 *
 * @param seq      the message's place in the room's stream
 * @param added    those of the mentions whom the message did not name when it was posted, and who are told now
 * @param editedAt absent when the new text is the one with which it was posted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Revised(
        UUID messageId,
        long seq,
        String text,
        List<MessageContent.Person> mentions,
        List<MessageContent.Person> added,
        @Nullable Instant editedAt) {

    public Revised {
        mentions = List.copyOf(mentions);
        added = List.copyOf(added);
    }
}
