package dev.confab.chat.message;

import dev.confab.chat.room.RoomRef;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.request.RequestId;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.trace.TraceParent;
import java.util.UUID;

/**
 * A message with which somebody wants to do something that the room allows them.
 *
 * @param messageId need not be the id of a message of that room
 */
public record MessageTarget(RoomRef room, UUID messageId, UserIdentity user) {

    /** An event of the room's stream that the user causes by the present request. */
    public AppendRequest roomEvent(String type, String data) {
        return event(room.id(), type, data);
    }

    /** An event of the user's personal stream, which has the user's id. */
    public AppendRequest personalEvent(String type, String data) {
        return event(user.id(), type, data);
    }

    private AppendRequest event(UUID stream, String type, String data) {
        RequestId request = RequestId.current();
        return new AppendRequest(
                stream,
                type,
                user.id(),
                user.username(),
                null,
                data,
                request == null ? null : request.value(),
                TraceParent.currentValue());
    }
}
