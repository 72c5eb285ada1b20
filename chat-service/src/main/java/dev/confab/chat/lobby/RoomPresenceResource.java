package dev.confab.chat.lobby;

import dev.confab.chat.presence.PresenceService;
import dev.confab.chat.presence.PresentUser;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;

/** Who is online in a room, over REST. */
@Path("/api/rooms/{room}/presence")
@Authenticated
@RunOnVirtualThread
class RoomPresenceResource {

    private final RoomAccess access;
    private final PresenceService presence;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    RoomPresenceResource(
            RoomAccess access, PresenceService presence, IdentityService identities, SecurityIdentity caller) {
        this.access = access;
        this.presence = presence;
        this.identities = identities;
        this.caller = caller;
    }

    /** The people who are there now, by name. */
    @GET
    public PeopleOnline list(@RestPath String room) {
        RoomRef ref = access.require(room, identities.require(caller), AccessMode.READ);
        List<PresentUser> users = presence.inRoom(ref.id());
        return new PeopleOnline(users.size(), users);
    }

    /** Who is online in a room, and how many they are. */
    record PeopleOnline(int count, List<PresentUser> users) {

        PeopleOnline {
            users = List.copyOf(users);
        }
    }
}
