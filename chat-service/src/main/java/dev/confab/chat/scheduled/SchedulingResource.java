package dev.confab.chat.scheduled;

import dev.confab.chat.scheduled.ScheduledMessageService.Wanted;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Schedules messages of a room, over REST. */
@Path("/api/rooms/{room}/scheduled")
@Authenticated
@RunOnVirtualThread
class SchedulingResource {

    private final ScheduledMessageService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    SchedulingResource(ScheduledMessageService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** Schedules a message. */
    @POST
    public RestResponse<ScheduledMessageView> schedule(@RestPath String room, @Nullable Wanted wanted) {
        if (wanted == null) {
            throw ConfabException.invalid("text", "is missing");
        }
        return RestResponse.status(
                Response.Status.CREATED,
                ScheduledMessageView.of(service.schedule(room, identities.require(caller), wanted)));
    }
}
