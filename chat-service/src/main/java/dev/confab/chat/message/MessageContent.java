package dev.confab.chat.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.confab.chat.attachment.AttachmentView;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a message says: the payload of {@code message.posted}. Mentions, the quoted message and the thread are resolved
 * when it is posted, so that every reader, whenever and wherever, sees the same.
 *
 * @param text     empty, and absent in JSON, when it consists of files or was deleted
 * @param mentions whom the text names by {@code @username}, each once, in the order of the text
 * @param mentionsRoom true when the text says {@code @room} and its author may; else absent
 * @param replyTo  the message that this one answers
 * @param attachments its files, as they were when it was posted
 * @param thread   the thread in which it is a reply
 * @param deleted  true when nothing else but the thread is left of it; else absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MessageContent(
        String text,
        List<Person> mentions,
        @Nullable Boolean mentionsRoom,
        @Nullable ReplyTo replyTo,
        List<AttachmentView> attachments,
        @Nullable ThreadPlace thread,
        @Nullable Boolean deleted) {

    public MessageContent {
        text = text == null ? "" : text;
        mentions = mentions == null ? List.of() : List.copyOf(mentions);
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
    }

    static MessageContent plain(String text) {
        return new MessageContent(text, List.of(), null, null, List.of(), null, null);
    }

    MessageContent with(List<AttachmentView> files) {
        return new MessageContent(text, mentions, mentionsRoom, replyTo, files, thread, deleted);
    }

    /** The same as a reply in a thread, whose readers are its followers and not the whole room. */
    public MessageContent in(ThreadPlace place) {
        return new MessageContent(text, mentions, null, replyTo, attachments, place, deleted);
    }

    /** What is left when it is deleted. */
    public MessageContent redacted() {
        ThreadPlace place = thread;
        return new MessageContent(
                "", List.of(), null, null, List.of(), place == null ? null : place.bare(), Boolean.TRUE);
    }

    /** Somebody with an account, named as registered. */
    public record Person(UUID id, String username) {}

    /**
     * The message that is answered.
     *
     * @param text    its beginning, at most {@value MessageContentService#QUOTE_LENGTH} code points; empty when it was
     *                deleted
     * @param left    true when its author cannot read this room any more and must not be told of the answer; else absent
     * @param deleted true when it is known to be deleted; else absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReplyTo(
            UUID messageId,
            long seq,
            Person user,
            String text,
            @Nullable Boolean left,
            @Nullable Boolean deleted) {

        ReplyTo redacted() {
            return new ReplyTo(messageId, seq, user, "", left, Boolean.TRUE);
        }
    }

    /**
     * The thread in which a message is a reply.
     *
     * @param messageId the message with which the thread begins
     * @param seq       its place in the room's stream
     * @param followers whom the reply shall be told, besides those whom it names
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ThreadPlace(UUID messageId, long seq, List<Person> followers) {

        public ThreadPlace {
            followers = followers == null ? List.of() : List.copyOf(followers);
        }

        ThreadPlace bare() {
            return new ThreadPlace(messageId, seq, List.of());
        }
    }
}
