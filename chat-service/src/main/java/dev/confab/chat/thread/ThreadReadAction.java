package dev.confab.chat.thread;

import dev.confab.chat.action.ActionRequest;
import dev.confab.chat.action.RoomAction;
import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.room.AccessMode;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** {@code {"type":"thread.read","room","messageId","seq"}}. */
@Singleton
class ThreadReadAction implements RoomAction {

    private static final int MAX_ID = 64;

    private final MessageAccess access;
    private final ThreadService threads;

    ThreadReadAction(MessageAccess access, ThreadService threads) {
        this.access = access;
        this.threads = threads;
    }

    @Override
    public String type() {
        return "thread.read";
    }

    @Override
    public @Nullable Object perform(ActionRequest request) {
        String messageId = request.fields().text("messageId", 1, MAX_ID);
        long seq = request.fields().number("seq", 0, Long.MAX_VALUE);
        threads.read(access.require(request.room(), messageId, request.user(), AccessMode.READ), seq);
        return null;
    }
}
