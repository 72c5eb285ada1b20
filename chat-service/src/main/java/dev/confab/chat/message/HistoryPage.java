package dev.confab.chat.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.confab.chat.attachment.AttachmentView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of a room's messages.
 *
 * @param epoch   the incarnation of the room's stream, to which every seq belongs
 * @param items   ascending by seq
 * @param hasMore whether there are more messages in the direction of paging: newer ones when {@code after} was given,
 *                else older ones
 */
public record HistoryPage(String epoch, List<Item> items, boolean hasMore) {

    public HistoryPage {
        items = List.copyOf(items);
    }

    /**
     * A message.
     *
     * @param seq      the place in the room's stream; other events have numbers there too
     * @param mentions whom the text names by {@code @username}
     * @param replyTo  the message that this one answers
     * @param attachments its files, as they are now
     */
    public record Item(
            long seq,
            UUID messageId,
            Instant time,
            Author user,
            String text,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MessageContent.Person> mentions,

            @JsonInclude(JsonInclude.Include.NON_NULL) MessageContent.@Nullable ReplyTo replyTo,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String clientMessageId,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AttachmentView> attachments) {}

    /** Who wrote a message. */
    public record Author(UUID id, String username) {}
}
