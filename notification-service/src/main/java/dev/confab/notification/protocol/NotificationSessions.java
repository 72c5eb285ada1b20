package dev.confab.notification.protocol;

import dev.confab.common.connection.Connection;
import dev.confab.common.connection.ConnectionConfig;
import dev.confab.common.connection.ConnectionRegistry;
import dev.confab.common.signin.OpaqueToken;
import dev.confab.common.signin.SessionCookie;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Makes the sessions of new connections. On event loops; never blocks. */
@ApplicationScoped
class NotificationSessions {

    /** How long the client may take to name its position before it is taken to have none. */
    private static final long GREETING_MILLIS = 1_000;

    private final ConnectionRegistry connections;
    private final ConnectionConfig config;
    private final NotificationCodec codec;
    private final NotificationDispatcher dispatcher;
    private final Vertx vertx;

    NotificationSessions(
            ConnectionRegistry connections,
            ConnectionConfig config,
            NotificationCodec codec,
            NotificationDispatcher dispatcher,
            Vertx vertx) {
        this.connections = connections;
        this.config = config;
        this.codec = codec;
        this.dispatcher = dispatcher;
        this.vertx = vertx;
    }

    void open(WebSocketConnection socket) {
        @Nullable
        OpaqueToken cookie = SessionCookie.presented(socket.handshakeRequest().header("Cookie"))
                .orElse(null);
        Connection opened = connections.open(
                socket,
                false,
                connection -> new NotificationSession(
                        connection,
                        connection.hasBearerToken() ? null : cookie,
                        codec,
                        dispatcher,
                        config.maxErrors()));
        if (opened != null && opened.peer() instanceof NotificationSession session) {
            vertx.setTimer(GREETING_MILLIS, ignored -> opened.eventLoop().execute(session::stopWaiting));
        }
    }

    void receive(WebSocketConnection socket, String text) {
        Connection connection = ConnectionRegistry.of(socket);
        if (connection != null && connection.peer() instanceof NotificationSession session) {
            session.receive(text);
        }
    }

    void closed(WebSocketConnection socket) {
        connections.closed(socket);
    }
}
