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
 * @param seq     the place up to which the events of the stream are in the items; more may be
 * @param items   ascending by seq
 * @param hasMore whether there are more messages in the direction of paging: newer ones when {@code after} was given,
 *                else older ones
 */
public record HistoryPage(String epoch, long seq, List<Item> items, boolean hasMore) {

    public HistoryPage {
        items = List.copyOf(items);
    }

    /**
     * A message as it is now, for one reader.
     *
     * @param seq         the place in the room's stream; other events have numbers there too
     * @param text        empty when it was deleted
     * @param mentions    whom the text names by {@code @username}
     * @param mentionsRoom true when it was said to all who follow the room; else absent
     * @param replyTo     the message that this one answers
     * @param attachments its files, as they are now
     * @param editedAt    when its text was changed last
     * @param deleted     true when it was deleted; else absent
     * @param pinned      true while it is pinned; else absent
     * @param reactions   in the order in which they were first given
     * @param thread      the thread in which it is a reply
     * @param replies     the thread that begins with it
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Item(
            long seq,
            UUID messageId,
            Instant time,
            Author user,
            @JsonInclude(JsonInclude.Include.ALWAYS) String text,
            List<MessageContent.Person> mentions,
            @Nullable Boolean mentionsRoom,
            MessageContent.@Nullable ReplyTo replyTo,
            @Nullable String clientMessageId,
            List<AttachmentView> attachments,
            @Nullable Instant editedAt,
            @Nullable Boolean deleted,
            @Nullable Boolean pinned,
            List<Reaction> reactions,
            MessageContent.@Nullable ThreadPlace thread,
            @Nullable Replies replies) {

        public Item {
            mentions = List.copyOf(mentions);
            attachments = List.copyOf(attachments);
            reactions = List.copyOf(reactions);
        }
    }

    /** Who wrote a message. */
    public record Author(UUID id, String username) {}

    /**
     * An emoji that people gave to a message.
     *
     * @param me    whether the reader is one of them
     * @param users those who gave it first, at most ten
     */
    public record Reaction(String emoji, int count, boolean me, List<Author> users) {

        public Reaction {
            users = List.copyOf(users);
        }
    }

    /**
     * The replies of a thread.
     *
     * @param count  without those that were deleted
     * @param lastAt when the newest of them was posted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Replies(int count, @Nullable Instant lastAt) {}
}
