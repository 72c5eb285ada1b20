package dev.confab.chat.aside;

import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;

/** What is said in rooms besides messages, over REST. */
@Path("/api/rooms/{room}/asides")
@Authenticated
@RunOnVirtualThread
class AsideResource {

    private final AsideService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    AsideResource(AsideService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** The newest announcements of the room, and the newest whispers that the caller wrote or received there. */
    @GET
    public Asides asides(@RestPath String room) {
        return service.of(room, identities.require(caller));
    }
}
