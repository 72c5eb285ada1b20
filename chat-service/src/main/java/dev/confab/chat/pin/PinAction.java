package dev.confab.chat.pin;

import dev.confab.chat.action.ActionRequest;
import dev.confab.chat.action.RoomAction;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** {@code {"type":"pin","room","messageId","on"}}. */
@Singleton
class PinAction implements RoomAction {

    private static final int MAX_ID = 64;

    private final PinAccess access;
    private final PinService pins;

    PinAction(PinAccess access, PinService pins) {
        this.access = access;
        this.pins = pins;
    }

    @Override
    public String type() {
        return "pin";
    }

    @Override
    public @Nullable Object perform(ActionRequest request) {
        String messageId = request.fields().text("messageId", 1, MAX_ID);
        boolean on = request.fields().bool("on");
        pins.pin(access.require(request.room(), messageId, request.user()), on);
        return null;
    }
}
