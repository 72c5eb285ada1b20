package dev.confab.chat.room;

import dev.confab.chat.action.ActionRequest;
import dev.confab.chat.action.RoomAction;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** {@code kick {room, username, reason?}} on the socket. */
@Singleton
class KickAction implements RoomAction {

    private final ModerationService service;

    KickAction(ModerationService service) {
        this.service = service;
    }

    @Override
    public String type() {
        return "kick";
    }

    @Override
    public @Nullable Object perform(ActionRequest request) {
        service.kick(
                request.room(),
                request.fields().text("username", 1, BanAction.MAX_NAME),
                request.fields().optionalText("reason", 0, BanAction.MAX_TEXT),
                request.user());
        return null;
    }
}
