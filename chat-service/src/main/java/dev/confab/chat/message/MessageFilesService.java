package dev.confab.chat.message;

import dev.confab.chat.attachment.AttachmentService;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.subscriber.SubscriberService;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.notice.NoticeRequest;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.AppendResult;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** Posts messages with files. Blocks: to be called on a virtual thread. */
@ApplicationScoped
class MessageFilesService {

    private final AttachmentService attachments;
    private final MessageContentService contents;
    private final MessageRepository messages;
    private final ThreadPosting threads;
    private final MessageCodec codec;
    private final SubscriberService subscribers;
    private final StreamLog log;

    MessageFilesService(
            AttachmentService attachments,
            MessageContentService contents,
            MessageRepository messages,
            ThreadPosting threads,
            MessageCodec codec,
            SubscriberService subscribers,
            StreamLog log) {
        this.attachments = attachments;
        this.contents = contents;
        this.messages = messages;
        this.threads = threads;
        this.codec = codec;
        this.subscribers = subscribers;
        this.log = log;
    }

    /**
     * Stores the message and binds its files to it: both or neither. The files' rows are locked first, then the stream; so
     * what becomes of an image is either known to the message or follows it. A repetition of the same client id gets the
     * first result.
     *
     * @param plain the request with everything but the content
     * @throws ConfabException {@code attachment_not_found}, {@code reply_target_not_found}, {@code room_not_found}
     */
    @Transactional
    public PostedMessage post(AppendRequest plain, Draft draft, RoomRef room, UserIdentity author) {
        attachments.lock(draft.attachments());
        Optional<PostedMessage> repeated = messages.findRepeated(plain);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        MessageContent content =
                contents.resolve(draft, room, author).with(attachments.unsent(draft.attachments(), room, author));
        StreamEvent event;
        try {
            event = stored(plain, draft, room, author, content);
        } catch (ConfabException refused) {
            if (refused.code() == ErrorCode.NOT_FOUND) {
                throw new ConfabException(ErrorCode.ROOM_NOT_FOUND, "There is no such room.", refused);
            }
            if (refused.code() == ErrorCode.CONFLICT) {
                // The same client id, used at the same time for a message with other files or none.
                return messages.findRepeated(plain).orElseThrow(() -> refused);
            }
            throw refused;
        }
        attachments.sent(draft.attachments(), event.eventId(), event.seq());
        if (content.mentionsRoom() != null) {
            subscribers.notify(NoticeRequest.MENTION, event, room, author, null, content.text());
        }
        return PostedMessage.of(event, false);
    }

    private StreamEvent stored(
            AppendRequest plain, Draft draft, RoomRef room, UserIdentity author, MessageContent content) {
        UUID threadId = draft.threadId();
        if (threadId == null) {
            return log.appendInTransaction(request(plain, content));
        }
        return switch (threads.post(
                new ThreadPosting.Reply(room, author, threadId, content, complete -> request(plain, complete)))) {
            case AppendResult.Appended appended -> appended.event();
            case AppendResult.Duplicate duplicate ->
                throw new ConfabException(ErrorCode.CONFLICT, "this client id was used before");
            case AppendResult.UnknownStream unknown ->
                throw new ConfabException(ErrorCode.ROOM_NOT_FOUND, "There is no such room.");
        };
    }

    private AppendRequest request(AppendRequest plain, MessageContent content) {
        return new AppendRequest(
                plain.streamId(),
                plain.type(),
                plain.actorId(),
                plain.actorName(),
                plain.clientId(),
                codec.encode(content),
                plain.requestId(),
                plain.traceParent());
    }
}
