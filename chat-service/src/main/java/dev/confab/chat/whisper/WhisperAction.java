package dev.confab.chat.whisper;

import dev.confab.chat.action.ActionRequest;
import dev.confab.chat.action.RoomAction;
import jakarta.enterprise.context.ApplicationScoped;

/** Whispers over the native protocol: {@code {"type": "whisper", "room", "to": [...], "text", "clientMessageId"}}. */
@ApplicationScoped
class WhisperAction implements RoomAction {

    private static final int MAX_NAME = 200;
    private static final int MAX_TEXT = 64 * 1024;

    private final WhisperService service;

    WhisperAction(WhisperService service) {
        this.service = service;
    }

    @Override
    public String type() {
        return "whisper";
    }

    @Override
    public boolean hasOwnLimit() {
        return true;
    }

    @Override
    public Whispered perform(ActionRequest request) {
        return service.whisper(
                request.room(),
                request.user(),
                new WhisperRequest(
                        request.fields().texts("to", WhisperService.MAX_PEOPLE, 1, MAX_NAME),
                        request.fields().text("text", 0, MAX_TEXT),
                        request.fields().text("clientMessageId", 1, 64)));
    }
}
