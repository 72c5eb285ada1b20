package dev.confab.chat.reaction;

import dev.confab.chat.action.ActionRequest;
import dev.confab.chat.action.RoomAction;
import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.room.AccessMode;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** {@code {"type":"react","room","messageId","emoji","on"}}. */
@Singleton
class ReactAction implements RoomAction {

    private static final int MAX_LENGTH = 64;

    private final MessageAccess access;
    private final ReactionService reactions;

    ReactAction(MessageAccess access, ReactionService reactions) {
        this.access = access;
        this.reactions = reactions;
    }

    @Override
    public String type() {
        return "react";
    }

    @Override
    public @Nullable Object perform(ActionRequest request) {
        String messageId = request.fields().text("messageId", 1, MAX_LENGTH);
        String emoji = request.fields().text("emoji", 1, MAX_LENGTH);
        boolean on = request.fields().bool("on");
        reactions.react(access.require(request.room(), messageId, request.user(), AccessMode.POST), emoji, on);
        return null;
    }
}
