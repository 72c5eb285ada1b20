package dev.confab.chat.marker;

import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The caller's read markers over REST. */
@Path("/api/rooms/{room}/read")
@Authenticated
@RunOnVirtualThread
class ReadMarkerResource {

    private final RoomAccess access;
    private final ReadMarkerService markers;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    ReadMarkerResource(
            RoomAccess access, ReadMarkerService markers, IdentityService identities, SecurityIdentity caller) {
        this.access = access;
        this.markers = markers;
        this.identities = identities;
        this.caller = caller;
    }

    /** Moves the caller's marker forward, at most to the top of the room's stream; never back. */
    @PUT
    public void advance(@RestPath String room, @Nullable NewPosition position) {
        UserIdentity user = identities.require(caller);
        if (position == null || position.seq() == null) {
            throw ConfabException.invalid("seq", "is missing");
        }
        markers.advance(access.require(room, user, AccessMode.READ), user, position.seq());
    }

    /** How far the caller has read. */
    record NewPosition(@Nullable Long seq) {}
}
