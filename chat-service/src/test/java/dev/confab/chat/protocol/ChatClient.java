package dev.confab.chat.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A client of the native protocol that says exactly what a test wants. */
public final class ChatClient implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Long enough for a frame that must not come to have come. */
    public static final Duration SILENCE = Duration.ofMillis(300);

    private final SocketClient socket;
    private final AtomicInteger ids = new AtomicInteger();
    /** Frames that came before the reply that was waited for. */
    private final Deque<JsonNode> kept = new ArrayDeque<>();

    private ChatClient(SocketClient socket) {
        this.socket = socket;
    }

    /** Connects without a word. */
    public static ChatClient connect(URI uri, SocketAuth auth) {
        return new ChatClient(SocketClient.connect(uri, auth, "confab.v1"));
    }

    /** Connects and greets. */
    public static ChatClient greeted(URI uri, String accessToken) {
        ChatClient client = connect(uri, SocketAuth.bearer(accessToken));
        client.ask("hello", fields -> {});
        return client;
    }

    public SocketClient socket() {
        return socket;
    }

    /** Sends a command and returns its reply or error; other frames before that are kept for {@link #next}. */
    public JsonNode ask(String type, Consumer<ObjectNode> fields) {
        String id = say(type, fields);
        JsonNode frame = socket.receiveJson(PATIENCE);
        while (!frame.path("id").asText().equals(id)) {
            kept.add(frame);
            frame = socket.receiveJson(PATIENCE);
        }
        return frame;
    }

    /** Sends a command and returns its id. */
    public String say(String type, Consumer<ObjectNode> fields) {
        String id = Integer.toString(ids.incrementAndGet());
        ObjectNode frame =
                JsonNodeFactory.instance.objectNode().put("type", type).put("id", id);
        fields.accept(frame);
        socket.sendJson(frame);
        return id;
    }

    public JsonNode join(String room) {
        return ask("join", fields -> fields.put("room", room));
    }

    public JsonNode join(String room, String epoch, long seq) {
        return ask(
                "join", fields -> fields.put("room", room).put("epoch", epoch).put("seq", seq));
    }

    public JsonNode send(String room, String text) {
        return send(room, UUID.randomUUID().toString(), text);
    }

    public JsonNode send(String room, String clientMessageId, String text) {
        return ask(
                "send",
                fields -> fields.put("room", room)
                        .put("clientMessageId", clientMessageId)
                        .put("text", text));
    }

    /** The next frame of a type; others are dropped. */
    public JsonNode next(String type) {
        while (!kept.isEmpty()) {
            JsonNode frame = kept.removeFirst();
            if (frame.path("type").asText().equals(type)) {
                return frame;
            }
        }
        return socket.receiveType(type, PATIENCE);
    }

    public int closeCode() {
        return socket.closeCode(PATIENCE);
    }

    @Override
    public void close() {
        socket.close();
    }
}
