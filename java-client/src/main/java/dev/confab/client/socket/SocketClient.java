package dev.confab.client.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.ClientJson;
import dev.confab.client.ConfabException;
import dev.confab.client.SocketUri;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A WebSocket as tests want it:
 *
 * <pre>{@code
 * try (SocketClient ada = SocketClient.connect(base.resolve("/ws/chat/lobby/"), SocketAuth.bearer(token))) {
 *     ada.sendJson(Map.of("message", "hi"));
 *     JsonNode frame = ada.receiveJson(Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * Frames are received in order, and none is dropped: what has not been taken waits, and once {@value
 * SocketInbox#CAPACITY} frames wait, nothing further is read from the network. Sending and receiving may happen on
 * different threads, each on one at a time.
 */
public final class SocketClient implements AutoCloseable {
    /** Long, because what a test waits for is seldom how fast the machine is. */
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration PROBE_EVERY = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** One client for all sockets: each would have a selector thread of its own otherwise. */
    private static final class Http {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(HANDSHAKE_TIMEOUT)
                .build();
    }

    private final WebSocket socket;
    private final SocketInbox inbox;

    private SocketClient(WebSocket socket, SocketInbox inbox) {
        this.socket = socket;
        this.inbox = inbox;
    }

    /** Connects; {@code http} and {@code https} addresses are taken as {@code ws} and {@code wss}. */
    public static SocketClient connect(URI uri, SocketAuth auth, String... subprotocols) {
        WebSocket.Builder builder = Http.CLIENT.newWebSocketBuilder().connectTimeout(HANDSHAKE_TIMEOUT);
        auth.headers().forEach(builder::header);
        List<String> offered = new ArrayList<>(List.of(subprotocols));
        offered.addAll(auth.subprotocols());
        if (!offered.isEmpty()) {
            builder.subprotocols(
                    offered.getFirst(), offered.subList(1, offered.size()).toArray(String[]::new));
        }
        SocketInbox inbox = new SocketInbox();
        WebSocket socket = await(builder.buildAsync(SocketUri.of(uri), inbox), HANDSHAKE_TIMEOUT, "handshake");
        return new SocketClient(socket, inbox);
    }

    /** The subprotocol that the server chose; empty when it chose none. */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /** Sends a value as one JSON text frame: a map, a record, a {@link JsonNode}. */
    public void sendJson(Object value) {
        try {
            sendText(ClientJson.mapper().writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not representable as JSON", e);
        }
    }

    /** Sends a text frame as it is, for example one that is not JSON. */
    public void sendText(String text) {
        await(socket.sendText(text, true), SEND_TIMEOUT, "sending");
    }

    public void sendBinary(byte[] bytes) {
        await(socket.sendBinary(ByteBuffer.wrap(bytes), true), SEND_TIMEOUT, "sending");
    }

    /**
     * The next frame.
     *
     * @throws SocketTimeoutException if none comes in time
     * @throws SocketClosedException if the socket was closed instead
     */
    public String receiveText(Duration timeout) {
        return inbox.take(timeout);
    }

    /** The next frame as JSON; fails as {@link #receiveText} does, or when the frame is not JSON. */
    public JsonNode receiveJson(Duration timeout) {
        String text = receiveText(timeout);
        try {
            return ClientJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + text, e);
        }
    }

    /** The next frame that is {@code wanted}; those before it are dropped. The time is for the whole wait. */
    public JsonNode receiveJson(Duration timeout, Predicate<JsonNode> wanted) {
        long end = System.nanoTime() + timeout.toNanos();
        List<JsonNode> others = new ArrayList<>();
        while (true) {
            try {
                JsonNode frame = receiveJson(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
                if (wanted.test(frame)) {
                    return frame;
                }
                others.add(frame);
            } catch (SocketTimeoutException e) {
                throw new SocketTimeoutException(e.getMessage() + "; other frames meanwhile: " + others);
            }
        }
    }

    /** The next frame of a {@code type}; those before it are dropped. */
    public JsonNode receiveType(String type, Duration timeout) {
        return receiveJson(timeout, frame -> frame.path("type").asText().equals(type));
    }

    /** Whether nothing is waiting and nothing comes for {@code duration}; a close counts as nothing. */
    public boolean receivesNothing(Duration duration) {
        return inbox.staysEmpty(duration);
    }

    /** Waits for the end of the socket and returns its close code; 1006 when the connection broke without one. */
    public int closeCode(Duration timeout) {
        return awaitClose(timeout).code();
    }

    /** Waits for the end of the socket and returns the reason that came with the close code. */
    public String closeReason(Duration timeout) {
        return awaitClose(timeout).reason();
    }

    /** Pings meanwhile: the HTTP client can miss the end of a connection that broke, unless it writes. */
    private SocketClosedException awaitClose(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            try {
                return inbox.awaitClose(left.compareTo(PROBE_EVERY) < 0 ? left : PROBE_EVERY);
            } catch (SocketTimeoutException e) {
                if (left.compareTo(PROBE_EVERY) < 0) {
                    throw e;
                }
                probe();
            }
        }
    }

    private void probe() {
        try {
            await(socket.sendPing(ByteBuffer.allocate(0)), SEND_TIMEOUT, "pinging");
        } catch (ConfabException e) {
            inbox.broken();
        }
    }

    public boolean closed() {
        return inbox.closed();
    }

    /** Says good-bye with code 1000 and waits for the other side to do so too, for a short while. */
    public void disconnect() {
        disconnect(WebSocket.NORMAL_CLOSURE, "");
    }

    public void disconnect(int code, String reason) {
        if (!socket.isOutputClosed()) {
            await(socket.sendClose(code, reason), SEND_TIMEOUT, "closing");
        }
        inbox.discard();
        try {
            inbox.awaitClose(CLOSE_TIMEOUT);
        } catch (SocketTimeoutException e) {
            abort();
        }
    }

    /** Drops the connection without a word, as a crash or a dead network would. */
    public void abort() {
        socket.abort();
        inbox.broken();
    }

    /** Disconnects if still connected. */
    @Override
    public void close() {
        if (inbox.closed()) {
            socket.abort();
            return;
        }
        try {
            disconnect();
        } catch (ConfabException e) {
            abort();
        }
    }

    private static <T> T await(CompletableFuture<T> future, Duration timeout, String what) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfabException(ConfabException.CONNECTION_LOST, what + " was interrupted", true, null, e);
        } catch (TimeoutException e) {
            throw new ConfabException(ConfabException.UNREACHABLE, what + " took too long", true, null, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof CompletionException c ? c.getCause() : e.getCause();
            String detail = cause instanceof WebSocketHandshakeException handshake
                    ? "HTTP " + handshake.getResponse().statusCode()
                    : String.valueOf(cause);
            throw new ConfabException(ConfabException.UNREACHABLE, what + " failed: " + detail, true, null, cause);
        }
    }
}
