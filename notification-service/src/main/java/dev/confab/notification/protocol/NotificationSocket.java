package dev.confab.notification.protocol;

import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.enterprise.context.ApplicationScoped;

/** The endpoint. Callbacks run on the connection's event loop and only hand over. */
@ApplicationScoped
@WebSocket(path = "/ws/notifications", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class NotificationSocket {

    private final NotificationSessions sessions;

    NotificationSocket(NotificationSessions sessions) {
        this.sessions = sessions;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection socket) {
        sessions.open(socket);
    }

    @OnTextMessage
    @NonBlocking
    void received(String text, WebSocketConnection socket) {
        sessions.receive(socket, text);
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection socket) {
        sessions.closed(socket);
    }
}
