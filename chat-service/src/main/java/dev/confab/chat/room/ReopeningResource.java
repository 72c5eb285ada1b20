package dev.confab.chat.room;

import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;

/** Opening closed rooms again, over REST. For owners and staff. */
@Path("/api/rooms/{room}/reopen")
@Authenticated
@RunOnVirtualThread
class ReopeningResource {

    private final ClosingService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    ReopeningResource(ClosingService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** Lets people post again. */
    @POST
    public void reopen(@RestPath String room) {
        service.reopen(room, identities.require(caller));
    }
}
