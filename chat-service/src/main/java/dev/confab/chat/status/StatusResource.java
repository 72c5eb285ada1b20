package dev.confab.chat.status;

import dev.confab.chat.auth.AccountDirectory;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What people tell of themselves, over REST. */
@Path("/api")
@Authenticated
@RunOnVirtualThread
class StatusResource {

    private final StatusService service;
    private final AccountDirectory accounts;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    StatusResource(
            StatusService service, AccountDirectory accounts, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.accounts = accounts;
        this.identities = identities;
        this.caller = caller;
    }

    /** Tells something of the caller, until a time or until it is changed. */
    @PUT
    @Path("/me/status")
    public UserStatus set(@Nullable NewStatus status) {
        if (status == null) {
            throw ConfabException.invalid("text", "is missing");
        }
        return service.set(identities.require(caller), status.text(), status.emoji(), status.until());
    }

    /** Tells nothing any more. */
    @DELETE
    @Path("/me/status")
    public void clear() {
        service.clear(identities.require(caller));
    }

    /** What somebody tells of themselves; null for nothing. */
    @GET
    @Path("/users/{username}/status")
    public TheirStatus of(@RestPath String username) {
        var _ = identities.require(caller);
        UUID user = accounts.findByName(username)
                .orElseThrow(() -> new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such user."))
                .id();
        return new TheirStatus(service.of(user).orElse(null));
    }

    /** What somebody tells. */
    record TheirStatus(@Nullable UserStatus status) {}

    /** What is to be told. */
    record NewStatus(
            @Nullable String text,
            @Nullable String emoji,
            @Nullable Instant until) {}
}
