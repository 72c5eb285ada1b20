package dev.confab.chat.revision;

import dev.confab.chat.action.ActionRequest;
import dev.confab.chat.action.RoomAction;
import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.room.AccessMode;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** {@code {"type":"delete","room","messageId"}}. */
@Singleton
class DeleteAction implements RoomAction {

    private static final int MAX_ID = 64;

    private final MessageAccess access;
    private final RevisionService revisions;

    DeleteAction(MessageAccess access, RevisionService revisions) {
        this.access = access;
        this.revisions = revisions;
    }

    @Override
    public String type() {
        return "delete";
    }

    @Override
    public @Nullable Object perform(ActionRequest request) {
        String messageId = request.fields().text("messageId", 1, MAX_ID);
        revisions.delete(access.require(request.room(), messageId, request.user(), AccessMode.READ));
        return null;
    }
}
