package dev.confab.chat.action;

import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.request.RequestId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says back what it was asked, in a room that one may read; without words it has no result. */
@ApplicationScoped
class EchoAction implements RoomAction {

    private final RoomAccess access;

    EchoAction(RoomAccess access) {
        this.access = access;
    }

    @Override
    public String type() {
        return "test.echo";
    }

    @Override
    public @Nullable Object perform(ActionRequest request) {
        RoomRef room = access.require(request.room(), request.user(), AccessMode.READ);
        String words = request.fields().optionalText("words", 1, 20);
        RequestId current = RequestId.current();
        boolean underItsId = current != null && current.value().equals(request.requestId());
        return words == null ? null : new Echo(room.id(), words, request.user().username(), underItsId);
    }

    private record Echo(UUID roomId, String words, String asker, boolean underItsId) {}
}
