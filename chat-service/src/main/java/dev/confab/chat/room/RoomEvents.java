package dev.confab.chat.room;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.request.RequestId;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.trace.TraceParent;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Writes what happens to rooms and their members as events of the room's stream. */
@Singleton
class RoomEvents {

    private final ObjectMapper json;

    RoomEvents(ObjectMapper json) {
        this.json = json;
    }

    AppendRequest created(RoomRef room, UserIdentity creator) {
        return event(
                room,
                "room.created",
                creator,
                new Created(room.name(), room.visibility().wireName()));
    }

    /** Also sent when a member's role changes: the newest one counts. */
    AppendRequest memberAdded(RoomRef room, UserIdentity actor, Person member, MemberRole role) {
        return event(room, "member.added", actor, new MemberAdded(member, role.wireName()));
    }

    AppendRequest memberRemoved(RoomRef room, UserIdentity actor, Person member) {
        return event(room, "member.removed", actor, new MemberRemoved(member));
    }

    /** The last event of a room. */
    AppendRequest deleted(RoomRef room, UserIdentity actor) {
        return event(room, "room.deleted", actor, new Deleted(room.name()));
    }

    private AppendRequest event(RoomRef room, String type, UserIdentity actor, Object data) {
        RequestId cause = RequestId.current();
        try {
            return new AppendRequest(
                    room.id(),
                    type,
                    actor.id(),
                    actor.username(),
                    null,
                    json.writeValueAsString(data),
                    cause == null ? null : cause.value(),
                    TraceParent.currentValue());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts has no JSON form", impossible);
        }
    }

    /** A user as events name one. */
    record Person(UUID id, String username) {}

    private record Created(String name, String visibility) {}

    private record Deleted(String name) {}

    private record MemberAdded(Person user, String role) {}

    private record MemberRemoved(Person user) {}
}
