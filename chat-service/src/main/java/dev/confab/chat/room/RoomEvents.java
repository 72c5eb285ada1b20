package dev.confab.chat.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.request.RequestId;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.trace.TraceParent;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what happens to rooms and their members as events of the room's stream, and what follows for one of them as events of the personal one. */
@Singleton
class RoomEvents {

    private final ObjectMapper json;

    RoomEvents(ObjectMapper json) {
        this.json = json;
    }

    /** The creator is the owner, except in direct conversations, which have none. */
    AppendRequest created(RoomRef room, UserIdentity creator) {
        return event(
                room,
                "room.created",
                creator,
                new Created(
                        room.name(),
                        room.visibility().wireName(),
                        room.kind().wireName(),
                        room.kind() == RoomKind.DIRECT ? null : Person.of(creator)));
    }

    /** Also sent when a member's role changes: the newest one counts. */
    AppendRequest memberAdded(RoomRef room, UserIdentity actor, Person member, MemberRole role) {
        return event(room, "member.added", actor, new MemberAdded(member, role.wireName()));
    }

    /** @param text what the moderator says about it */
    AppendRequest memberRemoved(
            RoomRef room, UserIdentity actor, Person member, RemovalReason reason, @Nullable String text) {
        return event(room, "member.removed", actor, new MemberRemoved(member, reason.wireName(), text));
    }

    /** In the personal stream of somebody who is a member now. */
    AppendRequest roomJoined(RoomRef room, UserIdentity actor, Person member) {
        return event(
                member.id(),
                "room.joined",
                actor,
                new RoomJoined(room.name(), room.id(), room.kind().wireName()));
    }

    /** In the personal stream of somebody who is no member any more. */
    AppendRequest roomLeft(RoomRef room, UserIdentity actor, Person member, RemovalReason reason) {
        return event(member.id(), "room.left", actor, new RoomLeft(room.name(), room.id(), reason.wireName()));
    }

    /** The last event of a room. */
    AppendRequest deleted(RoomRef room, UserIdentity actor) {
        return event(room, "room.deleted", actor, new Deleted(room.name()));
    }

    private AppendRequest event(RoomRef room, String type, UserIdentity actor, Object data) {
        return event(room.id(), type, actor, data);
    }

    private AppendRequest event(UUID stream, String type, UserIdentity actor, Object data) {
        RequestId cause = RequestId.current();
        try {
            return new AppendRequest(
                    stream,
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
    record Person(UUID id, String username) {

        static Person of(UserIdentity user) {
            return new Person(user.id(), user.username());
        }
    }

    private record Created(
            String name,
            String visibility,
            String kind,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Person owner) {}

    private record Deleted(String name) {}

    private record MemberAdded(Person user, String role) {}

    private record MemberRemoved(
            Person user,
            String reason,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String text) {}

    private record RoomJoined(String room, UUID roomId, String kind) {}

    private record RoomLeft(String room, UUID roomId, String reason) {}
}
