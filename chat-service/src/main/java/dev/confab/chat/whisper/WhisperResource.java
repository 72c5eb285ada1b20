package dev.confab.chat.whisper;

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

/** Messages to some of the people in a room over REST. */
@Path("/api/rooms/{room}/whispers")
@Authenticated
@RunOnVirtualThread
class WhisperResource {

    private final WhisperService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    WhisperResource(WhisperService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** Whispers: 201, or 200 with the first result for a {@code clientMessageId} that was used before. */
    @POST
    public RestResponse<Whispered> whisper(@RestPath String room, @Nullable WhisperRequest whisper) {
        if (whisper == null) {
            throw ConfabException.invalid("to", "names nobody");
        }
        Whispered stored = service.whisper(room, identities.require(caller), whisper);
        return RestResponse.status(stored.duplicate() ? Response.Status.OK : Response.Status.CREATED, stored);
    }
}
