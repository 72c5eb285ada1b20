package dev.confab.chat.pin;

import dev.confab.chat.action.ActionLimit;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;

/** Pinned messages over REST. */
@Path("/api/rooms/{room}")
@Authenticated
@RunOnVirtualThread
class PinResource {

    private final RoomAccess rooms;
    private final PinAccess access;
    private final PinService pins;
    private final ActionLimit limit;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    PinResource(
            RoomAccess rooms,
            PinAccess access,
            PinService pins,
            ActionLimit limit,
            IdentityService identities,
            SecurityIdentity caller) {
        this.rooms = rooms;
        this.access = access;
        this.pins = pins;
        this.limit = limit;
        this.identities = identities;
        this.caller = caller;
    }

    /** The pinned messages, the last one first. */
    @GET
    @Path("pins")
    public PinnedMessages list(@RestPath String room) {
        UserIdentity viewer = identities.require(caller);
        return pins.pinned(rooms.require(room, viewer, AccessMode.READ), viewer.id());
    }

    /** Pins a message. */
    @PUT
    @Path("messages/{messageId}/pin")
    public void pin(@RestPath String room, @RestPath String messageId) {
        pin(room, messageId, true);
    }

    /** Takes the pin away. */
    @DELETE
    @Path("messages/{messageId}/pin")
    public void unpin(@RestPath String room, @RestPath String messageId) {
        pin(room, messageId, false);
    }

    private void pin(String room, String messageId, boolean on) {
        UserIdentity user = identities.require(caller);
        limit.require(user);
        pins.pin(access.require(room, messageId, user), on);
    }
}
