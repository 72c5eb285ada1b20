package dev.confab.chat.pin;

import dev.confab.chat.action.ActionLimit;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;

/** Pinning a message over REST. */
@Path("/api/rooms/{room}/messages/{messageId}/pin")
@Authenticated
@RunOnVirtualThread
class PinResource {

    private final PinAccess access;
    private final PinService pins;
    private final ActionLimit limit;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    PinResource(
            PinAccess access, PinService pins, ActionLimit limit, IdentityService identities, SecurityIdentity caller) {
        this.access = access;
        this.pins = pins;
        this.limit = limit;
        this.identities = identities;
        this.caller = caller;
    }

    /** Pins a message. */
    @PUT
    public void pin(@RestPath String room, @RestPath String messageId) {
        pin(room, messageId, true);
    }

    /** Takes the pin away. */
    @DELETE
    public void unpin(@RestPath String room, @RestPath String messageId) {
        pin(room, messageId, false);
    }

    private void pin(String room, String messageId, boolean on) {
        UserIdentity user = identities.require(caller);
        limit.require(user);
        pins.pin(access.require(room, messageId, user), on);
    }
}
