package dev.confab.chat.message;

import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Who may do something with a message of which room. Methods block: call them on a virtual thread. */
@ApplicationScoped
public class MessageAccess {

    private final RoomAccess rooms;

    MessageAccess(RoomAccess rooms) {
        this.rooms = rooms;
    }

    /**
     * Checks what the room says; whether it has such a message is found out when something is done with it.
     *
     * @param messageId as the client wrote it
     * @throws ConfabException as {@link RoomAccess#require}; {@code forbidden} for guests, who are somebody else with
     *     every connection; {@code message_not_found} when the id cannot be one
     */
    public MessageTarget require(String room, @Nullable String messageId, UserIdentity user, AccessMode mode) {
        if (user.isGuest()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Guests can only post messages.");
        }
        if (messageId == null) {
            throw ConfabException.invalid("messageId", "is missing");
        }
        return new MessageTarget(
                rooms.require(room, user, mode), MessageId.parse(messageId).orElseThrow(MessageAccess::notFound), user);
    }

    /** The answer for a message that is not in that room, or not any more. */
    public static ConfabException notFound() {
        return new ConfabException(ErrorCode.MESSAGE_NOT_FOUND, "The room has no message of that id.");
    }
}
