package dev.confab.chat.room;

import dev.confab.chat.action.ActionRequest;
import dev.confab.chat.action.RoomAction;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** {@code close {room, reason, archive?}} on the socket. */
@Singleton
class CloseAction implements RoomAction {

    private final ClosingService service;

    CloseAction(ClosingService service) {
        this.service = service;
    }

    @Override
    public String type() {
        return "close";
    }

    @Override
    public @Nullable Object perform(ActionRequest request) {
        boolean archive = request.fields().has("archive") && request.fields().bool("archive");
        service.close(request.room(), request.fields().text("reason", 1, BanAction.MAX_TEXT), archive, request.user());
        return null;
    }
}
