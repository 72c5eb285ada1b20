package dev.confab.chat.mute;

import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Instant;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The caller's mutes over REST. */
@Path("/api/rooms/{room}/mute")
@Authenticated
@RunOnVirtualThread
class MuteResource {

    private final MuteService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    MuteResource(MuteService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** Mutes the room, until a time or until it is lifted. */
    @PUT
    public void mute(@RestPath String room, @Nullable Mute mute) {
        service.mute(room, identities.require(caller), mute == null ? null : mute.until());
    }

    /** Lifts the mute. */
    @DELETE
    public void unmute(@RestPath String room) {
        service.unmute(room, identities.require(caller));
    }

    /** When the mute ends; null for never. */
    record Mute(@Nullable Instant until) {}
}
