package dev.confab.chat.protocol.confab;

import dev.confab.chat.protocol.ChatSessions;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The endpoint of the native protocol. Callbacks run on the connection's event loop and only hand over: the session keeps
 * the order of commands itself, because the queue that WebSockets Next would keep for it has no bound.
 */
@ApplicationScoped
@WebSocket(path = "/ws", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class ConfabSocket {

    private final ChatSessions sessions;
    private final ConfabCodec codec;

    ConfabSocket(ChatSessions sessions, ConfabCodec codec) {
        this.sessions = sessions;
        this.codec = codec;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection socket) {
        sessions.open(socket, codec);
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
