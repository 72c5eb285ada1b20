package dev.confab.chat.report;

import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Reporting messages over REST. */
@Path("/api/rooms/{room}/messages/{messageId}/report")
@Authenticated
@RunOnVirtualThread
class MessageReportResource {

    private final ReportService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    MessageReportResource(ReportService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** Tells moderators that something is wrong with a message: 201, or 200 when the caller has done so before. */
    @POST
    public RestResponse<MadeReport> report(
            @RestPath String room, @RestPath String messageId, @Nullable NewReport report) {
        ReportService.Made made =
                service.report(room, messageId, report == null ? null : report.reason(), identities.require(caller));
        return RestResponse.status(
                made.fresh() ? Response.Status.CREATED : Response.Status.OK,
                new MadeReport(made.report().id()));
    }

    /** What is wrong. */
    record NewReport(@Nullable String reason) {}

    /** The report; what becomes of it is for moderators to see. */
    record MadeReport(UUID id) {}
}
