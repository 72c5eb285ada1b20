package dev.confab.chat.thread;

import dev.confab.chat.action.ActionRequest;
import dev.confab.chat.action.RoomAction;
import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.room.AccessMode;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** {@code {"type":"follow","room","messageId","on"}}. */
@Singleton
class FollowAction implements RoomAction {

    private static final int MAX_ID = 64;

    private final MessageAccess access;
    private final ThreadService threads;

    FollowAction(MessageAccess access, ThreadService threads) {
        this.access = access;
        this.threads = threads;
    }

    @Override
    public String type() {
        return "follow";
    }

    @Override
    public @Nullable Object perform(ActionRequest request) {
        String messageId = request.fields().text("messageId", 1, MAX_ID);
        boolean on = request.fields().bool("on");
        threads.follow(access.require(request.room(), messageId, request.user(), AccessMode.READ), on);
        return null;
    }
}
