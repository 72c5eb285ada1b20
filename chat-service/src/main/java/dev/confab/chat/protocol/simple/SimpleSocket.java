package dev.confab.chat.protocol.simple;

import dev.confab.chat.protocol.ChatSessions;
import dev.confab.chat.room.RoomName;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.enterprise.context.ApplicationScoped;

/** The endpoint of the simple protocol, with a trailing slash or without. Callbacks run on event loops and only hand over. */
@ApplicationScoped
@WebSocket(path = "/ws/chat/{room}", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
class SimpleSocket {

    private final ChatSessions sessions;
    private final SimpleCodec codec;

    SimpleSocket(ChatSessions sessions, SimpleCodec codec) {
        this.sessions = sessions;
        this.codec = codec;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection socket, @PathParam String room) {
        sessions.openIn(socket, codec, RoomName.parse(room).map(RoomName::value).orElse(null));
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
