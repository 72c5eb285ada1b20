package dev.confab.chat.status;

import dev.confab.chat.auth.AccountDirectory;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What others tell of themselves, over REST. */
@Path("/api/users/{username}/status")
@Authenticated
@RunOnVirtualThread
class UserStatusResource {

    private final StatusService service;
    private final AccountDirectory accounts;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    UserStatusResource(
            StatusService service, AccountDirectory accounts, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.accounts = accounts;
        this.identities = identities;
        this.caller = caller;
    }

    /** What somebody tells of themselves; null for nothing. */
    @GET
    public TheirStatus of(@RestPath String username) {
        var _ = identities.require(caller);
        UUID user = accounts.findByName(username)
                .orElseThrow(() -> new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such user."))
                .id();
        return new TheirStatus(service.of(user).orElse(null));
    }

    /** What somebody tells. */
    record TheirStatus(@Nullable UserStatus status) {}
}
