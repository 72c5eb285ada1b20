package dev.confab.chat.auth;

import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.AuthenticatedSession;
import java.util.Set;
import java.util.UUID;

/**
 * Told on every node, within about two seconds of the commit, that sign-ins have ended: after a ban, a new password,
 * a logout or a change of roles. Every CDI bean of this type is called.
 *
 * <p>At least once: the same change can be reported again, also at a node's start. Calls come one after the other on
 * a thread that may block, but that serves all listeners: be quick. A listener that throws is logged and does not
 * keep the others from being called.
 */
public interface SecurityChangeListener {

    /**
     * Sign-ins of a user have ended.
     *
     * @param userId        whose sign-ins ended
     * @param endedSessions the ended sign-ins ({@link AuthenticatedSession#sessionId()}); empty means all of the user
     * @param reason        what to tell the client, for example {@code banned} or {@code not_authenticated}
     */
    void onSecurityChange(UUID userId, Set<UUID> endedSessions, ErrorCode reason);
}
