package dev.confab.chat.status;

import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the caller tells of themselves, over REST. */
@Path("/api/me/status")
@Authenticated
@RunOnVirtualThread
class StatusResource {

    private final StatusService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    StatusResource(StatusService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** Tells something of the caller, until a time or until it is changed. */
    @PUT
    public UserStatus set(@Nullable NewStatus status) {
        if (status == null) {
            throw ConfabException.invalid("text", "is missing");
        }
        return service.set(identities.require(caller), status.text(), status.emoji(), status.until());
    }

    /** Tells nothing any more. */
    @DELETE
    public void clear() {
        service.clear(identities.require(caller));
    }

    /** What is to be told. */
    record NewStatus(
            @Nullable String text,
            @Nullable String emoji,
            @Nullable Instant until) {}
}
