package dev.confab.notification.inbox;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

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
        UserIdentity user = identities.current(identity);
        if (user != null) {
            return user.id();
        }
        if (identity.getPrincipal() instanceof JsonWebToken token && token.getSubject() != null) {
            try {
                return UUID.fromString(token.getSubject());
            } catch (IllegalArgumentException foreign) {
                throw new ConfabException(ErrorCode.FORBIDDEN, "The token names no account of confab.", foreign);
            }
        }
        throw new ConfabException(ErrorCode.NOT_AUTHENTICATED, "Sign in first.");
    }

    /** Refuses everybody but staff. */
    public void requireStaff() {
        if (!identity.hasRole(STAFF)) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Only staff may look at other people's notifications.");
        }
    }
}
