package dev.confab.chat.marker;

import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Marks a room as unread, over REST. */
@Path("/api/rooms/{room}/unread")
@Authenticated
@RunOnVirtualThread
class MarkUnreadResource {

    private final RoomAccess access;
    private final ReadMarkerService markers;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    MarkUnreadResource(
            RoomAccess access, ReadMarkerService markers, IdentityService identities, SecurityIdentity caller) {
        this.access = access;
        this.markers = markers;
        this.identities = identities;
        this.caller = caller;
    }

    /** Marks the room as unread from an event on; the caller's marker may go back by this, and only by this. */
    @POST
    public void from(@RestPath String room, @Nullable FirstUnread first) {
        UserIdentity user = identities.require(caller);
        if (first == null || first.seq() == null) {
            throw ConfabException.invalid("seq", "is missing");
        }
        RoomRef ref = access.require(room, user, AccessMode.READ);
        markers.markUnread(ref, user, first.seq());
    }

    /** The first event that is to count as unread. */
    record FirstUnread(@Nullable Long seq) {}
}
