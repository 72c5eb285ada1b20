package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.client.ClientJson;
import dev.confab.client.ConfabException;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One connection of the native protocol: frames out from any thread, frames in on one, answers to whom they belong. */
final class Link implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(6);

    private final SocketClient socket;
    private final Map<String, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    private Link(SocketClient socket) {
        this.socket = socket;
    }

    /** Opens a connection; nothing is said on it yet. */
    static Link open(URI node, String token) throws IOException {
        try {
            return new Link(SocketClient.connect(node.resolve("/ws"), SocketAuth.bearer(token), "confab.v1"));
        } catch (ConfabException unreachable) {
            throw new IOException(unreachable);
        }
    }

    static ObjectNode frame(String type) {
        return ClientJson.mapper().createObjectNode().put("type", type);
    }

    /** Sends a frame as it is. */
    synchronized void send(ObjectNode frame) throws IOException {
        try {
            socket.sendText(frame.toString());
        } catch (ConfabException | IllegalStateException broken) {
            throw new IOException(broken);
        }
    }

    /**
     * Sends a command under an id of its own and waits for the reply or error that echoes it.
     *
     * @throws IOException if none came; then nobody knows whether the command was done
     */
    JsonNode ask(ObjectNode command) throws IOException, InterruptedException {
        String id = "c" + ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        pending.put(id, answer);
        try {
            send(command.put("id", id));
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException none) {
            throw new IOException(none);
        } finally {
            pending.remove(id);
        }
    }

    /** Hands an answer to whoever asked for it; false if nobody did, or does any more. */
    boolean answered(JsonNode frame) {
        CompletableFuture<JsonNode> asker = pending.get(frame.path("id").asText());
        return asker != null && asker.complete(frame);
    }

    /**
     * The frames of the next WebSocket message: several where the server put them together.
     *
     * @throws dev.confab.client.socket.SocketTimeoutException if none comes in time
     * @throws dev.confab.client.socket.SocketClosedException if the connection has ended
     */
    List<JsonNode> receive(Duration patience) {
        JsonNode message = socket.receiveJson(patience);
        if (!message.isArray()) {
            return List.of(message);
        }
        List<JsonNode> frames = new ArrayList<>(message.size());
        message.forEach(frames::add);
        return frames;
    }

    /** Drops the connection without a word. */
    void drop() {
        socket.abort();
        failPending();
    }

    @Override
    public void close() {
        failPending();
        socket.close();
    }

    private void failPending() {
        pending.values().forEach(answer -> answer.completeExceptionally(new IOException("the connection ended")));
    }
}
