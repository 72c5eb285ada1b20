package dev.confab.chat.pin;

import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;

/** The pinned messages of a room over REST. */
@Path("/api/rooms/{room}/pins")
@Authenticated
@RunOnVirtualThread
class PinsResource {

    private final RoomAccess rooms;
    private final PinService pins;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    PinsResource(RoomAccess rooms, PinService pins, IdentityService identities, SecurityIdentity caller) {
        this.rooms = rooms;
        this.pins = pins;
        this.identities = identities;
        this.caller = caller;
    }

    /** The pinned messages, the last one first. */
    @GET
    public PinnedMessages list(@RestPath String room) {
        UserIdentity viewer = identities.require(caller);
        return pins.pinned(rooms.require(room, viewer, AccessMode.READ), viewer.id());
    }
}
