package dev.confab.chat.connection;

import dev.confab.chat.auth.SecurityChangeListener;
import dev.confab.chat.auth.SignInStatusService;
import dev.confab.common.connection.BlockingSteps;
import dev.confab.common.connection.CloseCode;
import dev.confab.common.connection.Connection;
import dev.confab.common.connection.ConnectionRegistry;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.AuthenticatedSession;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Closes the connections of sign-ins that have ended. */
@ApplicationScoped
public class SignInWatch implements SecurityChangeListener {

    private static final Logger LOG = Logger.getLogger(SignInWatch.class);

    private final ConnectionRegistry registry;
    private final SignInStatusService signIns;
    private final BlockingSteps blocking;

    SignInWatch(ConnectionRegistry registry, SignInStatusService signIns, BlockingSteps blocking) {
        this.registry = registry;
        this.signIns = signIns;
        this.blocking = blocking;
    }

    /**
     * Looks once more at a connection that is registered now. Its sign-in may have ended between the handshake and the
     * registration: what was told in between found no connection to close. Never blocks.
     */
    public void confirm(Connection connection) {
        AuthenticatedSession session = connection.session();
        if (session == null || signIns.isKnownGood(session)) {
            return;
        }
        CompletableFuture<Void> _ = blocking.run(() -> {
            try {
                ErrorCode refusal = signIns.refusal(session);
                if (refusal != null) {
                    connection.close(CloseCode.NOT_AUTHENTICATED, refusal.title());
                }
            } catch (RuntimeException unknown) {
                // The database is away: nothing can be said against the connection, and it was good a moment ago.
                LOG.debugf(unknown, "The sign-in of connection %s could not be confirmed", connection.id());
            }
        });
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
