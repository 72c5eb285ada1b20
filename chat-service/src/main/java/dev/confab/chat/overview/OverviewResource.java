package dev.confab.chat.overview;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** The overview over REST. For staff. */
@Path("/api/admin/overview")
@RunOnVirtualThread
class OverviewResource {

    private final OverviewService service;

    OverviewResource(OverviewService service) {
        this.service = service;
    }

    /** Connections, rooms, messages, nodes, and where most happens. */
    @GET
    @RolesAllowed("staff")
    public Overview get() {
        return service.overview();
    }
}
