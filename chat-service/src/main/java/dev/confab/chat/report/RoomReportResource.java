package dev.confab.chat.report;

import dev.confab.chat.paging.Page;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The reports of a room over REST. For moderators. */
@Path("/api/rooms/{room}/reports")
@Authenticated
@RunOnVirtualThread
class RoomReportResource {

    private final ReportService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    RoomReportResource(ReportService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** The newest first; {@code state} is {@code open}, {@code resolved} or {@code all}. */
    @GET
    public Page<Report> list(@RestPath String room, @RestQuery @Nullable String state) {
        return new Page<>(service.ofRoom(room, ReportState.parse(state), identities.require(caller)), null);
    }
}
