package dev.confab.chat.room;

import dev.confab.chat.action.ActionRequest;
import dev.confab.chat.action.RoomAction;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** {@code ban {room, username, reason?, until?}} on the socket. */
@Singleton
class BanAction implements RoomAction {

    /** Longer than any name can be; the service says what is wrong with longer texts. */
    static final int MAX_NAME = 400;

    static final int MAX_TEXT = 4000;

    private final ModerationService service;

    BanAction(ModerationService service) {
        this.service = service;
    }

    @Override
    public String type() {
        return "ban";
    }

    @Override
    public @Nullable Object perform(ActionRequest request) {
        service.ban(
                request.room(),
                request.fields().text("username", 1, MAX_NAME),
                request.fields().optionalText("reason", 0, MAX_TEXT),
                until(request),
                request.user());
        return null;
    }

    private static @Nullable Instant until(ActionRequest request) {
        String text = request.fields().optionalText("until", 1, MAX_NAME);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException notTime) {
            throw request.fields().invalid("until", "must be a time, such as 2031-01-31T12:00:00Z");
        }
    }
}
