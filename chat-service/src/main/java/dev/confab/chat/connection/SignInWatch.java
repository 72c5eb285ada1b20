package dev.confab.chat.connection;

import dev.confab.chat.auth.SecurityChangeListener;
import dev.confab.common.connection.CloseCode;
import dev.confab.common.connection.Connection;
import dev.confab.common.connection.ConnectionRegistry;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.AuthenticatedSession;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/** Closes the connections of sign-ins that have ended. */
@ApplicationScoped
class SignInWatch implements SecurityChangeListener {

    private final ConnectionRegistry registry;

    SignInWatch(ConnectionRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onSecurityChange(UUID userId, Set<UUID> endedSessions, ErrorCode reason) {
        registry.closeOf(
                userId, connection -> concerns(connection, endedSessions), CloseCode.NOT_AUTHENTICATED, reason.title());
    }

    private static boolean concerns(Connection connection, Set<UUID> endedSessions) {
        AuthenticatedSession session = connection.session();
        return session != null && (endedSessions.isEmpty() || endedSessions.contains(session.sessionId()));
    }
}
