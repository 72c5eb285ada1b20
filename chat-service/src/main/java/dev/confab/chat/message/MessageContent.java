package dev.confab.chat.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.confab.chat.attachment.AttachmentView;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a message says: the payload of {@code message.posted}. Mentions and the quoted message are resolved when it is
 * posted and never change, so that every reader, whenever and wherever, sees the same.
 *
 * @param mentions whom the text names by {@code @username}, each once, in the order of the text
 * @param mentionsRoom true when the text says {@code @room} and its author may; else absent
 * @param replyTo  the message that this one answers
 * @param attachments its files, as they were when it was posted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record MessageContent(
        String text,
        List<Person> mentions,
        @Nullable Boolean mentionsRoom,
        @Nullable ReplyTo replyTo,
        List<AttachmentView> attachments) {

    MessageContent {
        text = text == null ? "" : text;
        mentions = mentions == null ? List.of() : List.copyOf(mentions);
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
    }

    static MessageContent plain(String text) {
        return new MessageContent(text, List.of(), null, null, List.of());
    }

    MessageContent with(List<AttachmentView> files) {
        return new MessageContent(text, mentions, mentionsRoom, replyTo, files);
    }

    /** Somebody with an account, named as registered. */
    record Person(UUID id, String username) {}

    /**
     * The message that is answered.
     *
     * @param text its beginning, at most {@value MessageContentService#QUOTE_LENGTH} code points
     * @param left true when its author cannot read this room any more and must not be told of the answer; else absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReplyTo(
            UUID messageId,
            long seq,
            Person user,
            String text,
            @Nullable Boolean left) {}
}
