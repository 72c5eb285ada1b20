package dev.confab.chat.room;

import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Closing rooms over REST. For owners and staff. */
@Path("/api/rooms/{room}/close")
@Authenticated
@RunOnVirtualThread
class ClosingResource {

    private final ClosingService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    ClosingResource(ClosingService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** Disconnects everyone with a reason; with {@code archive} nobody may post until the room is opened again. */
    @POST
    public void close(@RestPath String room, @Nullable Closing closing) {
        boolean archive = closing != null && Boolean.TRUE.equals(closing.archive());
        service.close(room, closing == null ? null : closing.reason(), archive, identities.require(caller));
    }

    /** Why the room is closed, and whether it stays so. */
    record Closing(@Nullable String reason, @Nullable Boolean archive) {}
}
