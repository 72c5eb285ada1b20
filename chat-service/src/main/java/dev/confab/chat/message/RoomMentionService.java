package dev.confab.chat.message;

import dev.confab.chat.room.RoomActivity;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.subscriber.SubscriberService;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.notice.NoticeRequest;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Stores messages that name the whole room, together with the tasks that notify its subscribers: both or neither. Such
 * messages are rare and go their own way, so that all others stay as cheap as they are.
 */
@ApplicationScoped
class RoomMentionService {

    private final StreamLog log;
    private final MessageRepository messages;
    private final SubscriberService subscribers;
    private final RoomActivity activity;

    RoomMentionService(
            StreamLog log, MessageRepository messages, SubscriberService subscribers, RoomActivity activity) {
        this.log = log;
        this.messages = messages;
        this.subscribers = subscribers;
        this.activity = activity;
    }

    /** Blocks; on a virtual thread. A repeat is answered with the first result and notifies nobody again. */
    PostedMessage post(AppendRequest request, RoomRef room, UserIdentity author, MessageContent content) {
        try {
            StreamEvent stored = QuarkusTransaction.requiringNew().call(() -> {
                StreamEvent event = log.appendInTransaction(request);
                subscribers.notify(NoticeRequest.MENTION, event, room, author, null, content.text());
                return event;
            });
            activity.touch(room.id());
            return PostedMessage.of(stored, false);
        } catch (ConfabException refused) {
            switch (refused.code()) {
                case CONFLICT -> {
                    return messages.findRepeated(request).orElseThrow(() -> refused);
                }
                case NOT_FOUND -> throw new ConfabException(ErrorCode.ROOM_NOT_FOUND, "There is no such room.");
                default -> throw refused;
            }
        }
    }
}
