package dev.confab.chat.report;

import dev.confab.chat.paging.Page;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Reports of all rooms over REST. */
@Path("/api/reports")
@RunOnVirtualThread
class ReportResource {

    private final ReportService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    ReportResource(ReportService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** The newest first; {@code state} is {@code open}, {@code resolved} or {@code all}. For staff. */
    @GET
    @RolesAllowed("staff")
    public Page<Report> list(@RestQuery @Nullable String state) {
        return new Page<>(service.all(ReportState.parse(state)), null);
    }

    /** Decides a report, and carries the decision out. For moderators of the room and staff. */
    @POST
    @Path("{id}/resolve")
    @Authenticated
    public Report resolve(@RestPath UUID id, @Nullable Decision decision) {
        Resolution resolution = Resolution.ofWireName(decision == null ? null : decision.resolution())
                .orElseThrow(() -> ConfabException.invalid(
                        "resolution", "must be 'dismissed', 'message_deleted' or 'user_banned'"));
        return service.resolve(id, resolution, decision == null ? null : decision.note(), identities.require(caller));
    }

    /** What is decided, and why. */
    record Decision(@Nullable String resolution, @Nullable String note) {}
}
