package dev.confab.chat.pin;

import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.message.MessageTarget;
import dev.confab.chat.room.AccessMode;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Who may pin: those who moderate a room, and everybody in conversations. Blocks. */
@ApplicationScoped
class PinAccess {

    private final MessageAccess messages;

    PinAccess(MessageAccess messages) {
        this.messages = messages;
    }

    /** @throws ConfabException as {@link MessageAccess#require} */
    MessageTarget require(String room, @Nullable String messageId, UserIdentity user) {
        MessageTarget seen = messages.require(room, messageId, user, AccessMode.POST);
        return seen.room().kind().isConversation()
                ? seen
                : messages.require(room, messageId, user, AccessMode.MODERATE);
    }
}
