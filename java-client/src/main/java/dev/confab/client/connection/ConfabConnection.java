package dev.confab.client.connection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.AccessTokens;
import dev.confab.client.ConfabException;
import dev.confab.client.SocketUri;
import dev.confab.client.StreamPosition;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * A connection to confab that holds: it speaks the native protocol, reconnects with growing pauses, resumes every
 * joined room where it stopped, and sends again what was not acknowledged. So a listener sees the events of a room in
 * order, each once, whatever happens to sockets and nodes in between; where the server cannot continue, {@link
 * ConnectionListener#onGap} says so.
 *
 * <pre>{@code
 * ConfabConnection connection = ConfabConnection.open(base.resolve("/ws"), rest.accessTokens(), listener);
 * connection.join("lobby", new JoinStart.Newest(50)).join();
 * SentMessage sent = connection.send("lobby", "hello").join();
 * }</pre>
 *
 * Thread-safe. Futures complete on threads of their own and fail with {@link ConfabException}.
 */
public final class ConfabConnection implements AutoCloseable {
    public static final String SUBPROTOCOL = "confab.v1";

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** One client for all connections: each would have a selector thread of its own otherwise. */
    static final class Http {
        static final HttpClient CLIENT =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("confab-connection").factory());
    private final Dialogue dialogue;
    private final ConnectionMachine machine;

    private ConfabConnection(
            URI uri,
            AccessTokens tokens,
            ConnectionListener listener,
            ConnectionSettings settings,
            RandomGenerator random) {
        ListenerQueue<ConnectionListener> listeners = new ListenerQueue<>(listener, ConnectionListener::onState);
        dialogue = new Dialogue(settings, listeners);
        machine = new ConnectionMachine(
                new ConnectionMachine.Endpoint(SocketUri.of(uri), tokens, Http.CLIENT, SUBPROTOCOL),
                settings,
                loop,
                random,
                listeners,
                dialogue);
        dialogue.attach(machine);
    }

    /** Starts connecting to {@code uri} ({@code ws}, {@code wss}, {@code http} or {@code https}) and returns at once. */
    public static ConfabConnection open(URI uri, AccessTokens tokens, ConnectionListener listener) {
        return open(uri, tokens, listener, ConnectionSettings.DEFAULT, RandomGenerator.getDefault());
    }

    public static ConfabConnection open(
            URI uri,
            AccessTokens tokens,
            ConnectionListener listener,
            ConnectionSettings settings,
            RandomGenerator random) {
        ConfabConnection connection = new ConfabConnection(uri, tokens, listener, settings, random);
        connection.loop.execute(connection.machine::start);
        return connection;
    }

    public ConnectionState state() {
        return machine.state();
    }

    /**
     * Joins a room and stays in it across reconnects. Completes when the server has agreed for the first time; fails
     * when it refuses for good. Joining again while joined returns the first answer.
     */
    public CompletableFuture<JoinedRoom> join(String room, JoinStart start) {
        CompletableFuture<JoinedRoom> result = new CompletableFuture<>();
        return onLoop(result, () -> dialogue.join(room, start, result));
    }

    public CompletableFuture<Void> leave(String room) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        return onLoop(result, () -> dialogue.leave(room, result));
    }

    /** Sends a message under a new id; see {@link #send(String, String, String)}. */
    public CompletableFuture<SentMessage> send(String room, String text) {
        return send(room, UUID.randomUUID().toString(), text);
    }

    /**
     * Sends a message. Completes once it is durable; survives reconnects, after which it is sent again under the same
     * id, so that it is posted once. A temporary refusal (rate, overload) is tried again for {@link
     * ConnectionSettings#resendFor}, and the message may then land behind later ones. Fails with the server's code when
     * it is refused, or with {@code connection_closed}, after which it may or may not have been posted: repeating it
     * under the same id is safe.
     */
    public CompletableFuture<SentMessage> send(String room, String clientMessageId, String text) {
        return send(room, new OutgoingMessage(clientMessageId, text, null));
    }

    /** Sends a message that may answer another one; see {@link #send(String, String, String)}. */
    public CompletableFuture<SentMessage> send(String room, OutgoingMessage message) {
        CompletableFuture<SentMessage> result = new CompletableFuture<>();
        return onLoop(result, () -> dialogue.send(room, message, result));
    }

    /** Says that the user types or stopped typing. Not repeated, not queued while there is no connection. */
    public void typing(String room, boolean typing) {
        onLoop(() -> dialogue.typing(room, typing));
    }

    /** Asks who is in a joined room. Fails with {@code connection_lost} when there is no connection. */
    public CompletableFuture<PresenceList> presence(String room) {
        CompletableFuture<PresenceList> result = new CompletableFuture<>();
        return onLoop(result, () -> dialogue.presence(room, result));
    }

    /** Moves the user's read marker forward. Fails with {@code connection_lost} when there is no connection. */
    public CompletableFuture<Void> read(String room, long seq) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        return onLoop(result, () -> dialogue.read(room, seq, result));
    }

    /**
     * Says that the user has seen a room up to an event. Cumulative and not answered: at most one report a second leaves,
     * and one that a broken connection may have swallowed is made again.
     */
    public void seen(String room, long seq) {
        onLoop(() -> dialogue.seen(room, seq));
    }

    /**
     * Does something else in a room, such as {@code react} or {@code pin}; the protocol's documentation lists types and
     * fields. Completes with the result, a missing node where there is none. Fails with the server's code, or with
     * {@code connection_lost}, after which it may or may not have been done.
     */
    public CompletableFuture<JsonNode> act(String type, String room, Map<String, ?> fields) {
        CompletableFuture<JsonNode> result = new CompletableFuture<>();
        return onLoop(result, () -> dialogue.act(type, room, fields, result));
    }

    /** How far this connection has come in each room; the listener may still have some of it to hear. */
    public CompletableFuture<Map<String, StreamPosition>> positions() {
        CompletableFuture<Map<String, StreamPosition>> result = new CompletableFuture<>();
        return onLoop(result, () -> Results.complete(result, dialogue.positions()));
    }

    /** Drops the socket as a dead network would; the connection notices and resumes. For tests and drills. */
    public void breakLink() {
        onLoop(() -> machine.restart("broken on purpose"));
    }

    /** Ends the connection for good. What is not acknowledged fails with {@code connection_closed}. */
    @Override
    public void close() {
        onLoop(() -> {
            machine.stop(new Disconnect(Disconnect.NORMAL, ""));
            // The close frame may have to wait for a message that is being sent.
            var _ = machine.later(FAREWELL, loop::shutdown);
        });
    }

    private <T> CompletableFuture<T> onLoop(CompletableFuture<T> result, Runnable task) {
        boolean accepted = onLoop(() -> {
            if (machine.state() instanceof ConnectionState.Closed(Disconnect cause)) {
                Results.fail(result, closed(cause));
            } else {
                task.run();
            }
        });
        if (!accepted) {
            Results.fail(result, closed(new Disconnect(Disconnect.NORMAL, "")));
        }
        return result;
    }

    /** False when the loop has ended. */
    private boolean onLoop(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    static ConfabException closed(Disconnect cause) {
        return new ConfabException(
                ConfabException.CONNECTION_CLOSED,
                "the connection is closed (" + cause.code() + " " + cause.reason() + ")",
                false);
    }
}
