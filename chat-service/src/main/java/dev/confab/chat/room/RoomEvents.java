package dev.confab.chat.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.confab.chat.auth.AccountState;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.AppendRequest;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes what happens to rooms and their members as events of the room's stream, and what follows for one of them as events of the personal one. */
@Singleton
class RoomEvents {

    private final EventWriter writer;

    RoomEvents(EventWriter writer) {
        this.writer = writer;
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

    AppendRequest memberBanned(
            RoomRef room, UserIdentity actor, Person member, @Nullable Instant until, @Nullable String reason) {
        return event(room, "member.banned", actor, new MemberBanned(member, until, reason));
    }

    AppendRequest memberUnbanned(RoomRef room, UserIdentity actor, Person member) {
        return event(room, "member.unbanned", actor, new MemberUnbanned(member));
    }

    /** @param changed the settings that changed, with what they are now */
    AppendRequest updated(RoomRef room, UserIdentity actor, Map<String, Object> changed) {
        return event(room, "room.updated", actor, changed);
    }

    /** Everyone who is there is disconnected; {@code archived}: and nobody may post. */
    AppendRequest closed(RoomRef room, UserIdentity actor, String reason, boolean archived) {
        return event(room, "room.closed", actor, new Closed(reason, archived));
    }

    AppendRequest reopened(RoomRef room, UserIdentity actor) {
        return event(room, "room.reopened", actor, Map.of());
    }

    /** The last event of a room. */
    AppendRequest deleted(RoomRef room, UserIdentity actor) {
        return event(room, "room.deleted", actor, new Deleted(room.name()));
    }

    private AppendRequest event(RoomRef room, String type, UserIdentity actor, Object data) {
        return event(room.id(), type, actor, data);
    }

    private AppendRequest event(UUID stream, String type, UserIdentity actor, Object data) {
        return writer.write(stream, type, actor, data);
    }

    /** A user as events name one. */
    record Person(UUID id, String username) {

        static Person of(UserIdentity user) {
            return new Person(user.id(), user.username());
        }

        static Person of(AccountState account) {
            return of(account.identity());
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

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record MemberBanned(
            Person user, @Nullable Instant until, @Nullable String reason) {}

    private record MemberUnbanned(Person user) {}

    private record Closed(String reason, boolean archived) {}

    private record RoomJoined(String room, UUID roomId, String kind) {}

    private record RoomLeft(String room, UUID roomId, String reason) {}
}
