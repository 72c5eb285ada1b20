package dev.confab.chat.message;

import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.AppendResult;
import java.util.UUID;
import java.util.function.Function;

/** Stores replies in threads, each in one transaction with what the thread keeps of it. */
public interface ThreadPosting {

    /**
     * Stores a reply, or finds the one that was stored under the same client id before. Blocking.
     *
     * @throws ConfabException {@code message_not_found} when the room has no such message or nothing of it is left,
     *     {@code invalid_request} when that message is a reply itself
     */
    AppendResult post(Reply reply);

    /**
     * A reply that is not stored yet.
     *
     * @param threadId the message with which the thread begins
     * @param content  without the place in the thread
     * @param request  the event, once the content is complete
     */
    record Reply(
            RoomRef room,
            UserIdentity author,
            UUID threadId,
            MessageContent content,
            Function<MessageContent, AppendRequest> request) {}
}
