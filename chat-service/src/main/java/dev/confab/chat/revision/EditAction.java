package dev.confab.chat.revision;

import dev.confab.chat.action.ActionRequest;
import dev.confab.chat.action.RoomAction;
import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.room.AccessMode;
import jakarta.inject.Singleton;

/** {@code {"type":"edit","room","messageId","text"}}; the result is what the message says now. */
@Singleton
class EditAction implements RoomAction {

    private static final int MAX_ID = 64;
    private static final int MAX_TEXT = 1 << 20;

    private final MessageAccess access;
    private final RevisionService revisions;

    EditAction(MessageAccess access, RevisionService revisions) {
        this.access = access;
        this.revisions = revisions;
    }

    @Override
    public String type() {
        return "edit";
    }

    @Override
    public Revised perform(ActionRequest request) {
        String messageId = request.fields().text("messageId", 1, MAX_ID);
        String text = request.fields().text("text", 0, MAX_TEXT);
        return revisions.edit(access.require(request.room(), messageId, request.user(), AccessMode.POST), text);
    }
}
