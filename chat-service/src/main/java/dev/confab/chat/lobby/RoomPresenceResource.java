package dev.confab.chat.lobby;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.confab.chat.presence.PresenceService;
import dev.confab.chat.presence.PresentUser;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.status.StatusService;
import dev.confab.chat.status.UserStatus;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Who is online in a room, over REST. */
@Path("/api/rooms/{room}/presence")
@Authenticated
@RunOnVirtualThread
class RoomPresenceResource {

    private final RoomAccess access;
    private final PresenceService presence;
    private final StatusService statuses;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    RoomPresenceResource(
            RoomAccess access,
            PresenceService presence,
            StatusService statuses,
            IdentityService identities,
            SecurityIdentity caller) {
        this.access = access;
        this.presence = presence;
        this.statuses = statuses;
        this.identities = identities;
        this.caller = caller;
    }

    /** The people who are there now, by name. */
    @GET
    public PeopleOnline list(@RestPath String room) {
        RoomRef ref = access.require(room, identities.require(caller), AccessMode.READ);
        List<PresentUser> users = presence.inRoom(ref.id());
        Map<UUID, UserStatus> told =
                statuses.of(users.stream().map(PresentUser::id).toList());
        return new PeopleOnline(
                users.size(),
                users.stream()
                        .map(user -> new PersonOnline(user.id(), user.username(), user.since(), told.get(user.id())))
                        .toList());
    }

    /**
     * Somebody who is there.
     *
     * @param since  when the first of the user's present connections joined
     * @param status what the user tells; absent when nothing
     */
    record PersonOnline(
            UUID id,
            String username,
            Instant since,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UserStatus status) {}

    /** Who is online in a room, and how many they are. */
    record PeopleOnline(int count, List<PersonOnline> users) {

        PeopleOnline {
            users = List.copyOf(users);
        }
    }
}
