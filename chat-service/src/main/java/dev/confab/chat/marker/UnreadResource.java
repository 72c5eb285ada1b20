package dev.confab.chat.marker;

import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** What the caller has not read, over REST. */
@Path("/api/me/unread")
@Authenticated
@RunOnVirtualThread
class UnreadResource {

    private final ReadMarkerService markers;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    UnreadResource(ReadMarkerService markers, IdentityService identities, SecurityIdentity caller) {
        this.markers = markers;
        this.identities = identities;
        this.caller = caller;
    }

    /** Every room that the caller has read in or is a member of, by name. */
    @GET
    public Unread all() {
        return new Unread(markers.unread(identities.require(caller)));
    }

    /** The rooms. */
    record Unread(List<RoomUnread> rooms) {}
}
