package dev.confab.notification.inbox;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Who makes the present request. */
@ApplicationScoped
public class CallerIdentity {
    private static final String STAFF = "staff";

    private final IdentityService identities;
    private final SecurityIdentity identity;

    CallerIdentity(IdentityService identities, SecurityIdentity identity) {
        this.identities = identities;
        this.identity = identity;
    }

    /** The caller's account. */
    public UUID id() {
        return identities.require(identity).id();
    }

    /** Refuses everybody but staff. */
    public void requireStaff() {
        if (!identity.hasRole(STAFF)) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Only staff may look at other people's notifications.");
        }
    }
}
