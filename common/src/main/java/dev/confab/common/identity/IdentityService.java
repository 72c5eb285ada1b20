package dev.confab.common.identity;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Reads what the authentication of a request found out. Never blocks. */
@ApplicationScoped
public class IdentityService {

    /** Attribute of a {@link SecurityIdentity}: the {@link AuthenticatedSession}. */
    public static final String SESSION_ATTRIBUTE = "confab.auth.session";

    /**
     * Attribute of an anonymous {@link SecurityIdentity}: the {@link ErrorCode} that says why the credentials were refused;
     * absent when there were none. A {@linkplain ErrorCode#temporary() temporary} code says that they could not be
     * checked, which is no reason to make anybody sign in again.
     */
    public static final String FAILURE_ATTRIBUTE = "confab.auth.failure";

    /** The signed-in user; null for guests. */
    public @Nullable UserIdentity current(SecurityIdentity identity) {
        AuthenticatedSession session = session(identity);
        return session == null ? null : session.user();
    }

    /**
     * The signed-in user of a request.
     *
     * @throws ConfabException {@code not_authenticated} for guests
     */
    public UserIdentity require(SecurityIdentity identity) {
        UserIdentity user = current(identity);
        if (user == null) {
            throw new ConfabException(ErrorCode.NOT_AUTHENTICATED, "Sign in first.");
        }
        return user;
    }

    /** What the user was authenticated with; null for guests. */
    public @Nullable AuthenticatedSession session(SecurityIdentity identity) {
        return identity.getAttribute(SESSION_ATTRIBUTE);
    }

    /** Why the credentials of this connection were refused; null when they were accepted or absent. */
    public @Nullable ErrorCode failure(SecurityIdentity identity) {
        return identity.getAttribute(FAILURE_ATTRIBUTE);
    }
}
