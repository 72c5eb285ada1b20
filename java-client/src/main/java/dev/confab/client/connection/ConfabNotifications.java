package dev.confab.client.connection;

import dev.confab.client.AccessTokens;
import dev.confab.client.ConfabException;
import dev.confab.client.SocketUri;
import dev.confab.client.StreamPosition;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One's notifications as they come. Reconnects with growing pauses and resumes where it stopped, so that a listener sees each
 * notification once and in order, whatever happens to sockets and nodes in between; where the server cannot continue, {@link
 * NotificationListener#onGap} says so.
 *
 * <pre>{@code
 * ConfabNotifications inbox = ConfabNotifications.open(base.resolve("/ws/notifications"), rest.accessTokens(), listener);
 * long unread = inbox.readAll().join();
 * }</pre>
 *
 * Thread-safe. Futures complete on threads of their own and fail with {@link ConfabException}.
 */
public final class ConfabNotifications implements AutoCloseable {
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("confab-notifications").factory());
    private final InboxDialogue dialogue;
    private final ConnectionMachine machine;

    private ConfabNotifications(
            URI uri,
            AccessTokens tokens,
            NotificationListener listener,
            ConnectionSettings settings,
            RandomGenerator random,
            @Nullable StreamPosition begin) {
        ListenerQueue<NotificationListener> listeners = new ListenerQueue<>(listener, NotificationListener::onState);
        dialogue = new InboxDialogue(settings, listeners, begin);
        machine = new ConnectionMachine(
                new ConnectionMachine.Endpoint(
                        SocketUri.of(uri), tokens, ConfabConnection.Http.CLIENT, ConfabConnection.SUBPROTOCOL),
                settings,
                loop,
                random,
                listeners,
                dialogue);
        dialogue.attach(machine);
    }

    /** Starts connecting to {@code uri} ({@code ws}, {@code wss}, {@code http} or {@code https}) and returns at once. */
    public static ConfabNotifications open(URI uri, AccessTokens tokens, NotificationListener listener) {
        return open(uri, tokens, listener, ConnectionSettings.DEFAULT, RandomGenerator.getDefault(), null);
    }

    /** As above; {@code begin} is a {@link #position} kept from before, after which everything is delivered. */
    public static ConfabNotifications open(
            URI uri,
            AccessTokens tokens,
            NotificationListener listener,
            ConnectionSettings settings,
            RandomGenerator random,
            @Nullable StreamPosition begin) {
        ConfabNotifications inbox = new ConfabNotifications(uri, tokens, listener, settings, random, begin);
        inbox.loop.execute(inbox.machine::start);
        return inbox;
    }

    public ConnectionState state() {
        return machine.state();
    }

    /** Marks notifications as read and completes with how many are unread then. Fails when there is no connection. */
    public CompletableFuture<Long> read(Collection<UUID> notifications) {
        List<UUID> ids = List.copyOf(notifications);
        CompletableFuture<Long> result = new CompletableFuture<>();
        return onLoop(result, () -> dialogue.read(ids, result));
    }

    /** Marks all notifications as read and completes with how many are unread then. Fails when there is no connection. */
    public CompletableFuture<Long> readAll() {
        CompletableFuture<Long> result = new CompletableFuture<>();
        return onLoop(result, () -> dialogue.readAll(result));
    }

    /** How far this connection has come; the listener may still have some of it to hear. Empty before the first greeting. */
    public CompletableFuture<Optional<StreamPosition>> position() {
        CompletableFuture<Optional<StreamPosition>> result = new CompletableFuture<>();
        return onLoop(result, () -> Results.complete(result, Optional.ofNullable(dialogue.position())));
    }

    /** Drops the socket as a dead network would; the connection notices and resumes. For tests and drills. */
    public void breakLink() {
        onLoop(() -> machine.restart("broken on purpose"));
    }

    /** Ends the connection for good. */
    @Override
    public void close() {
        onLoop(() -> {
            machine.stop(new Disconnect(Disconnect.NORMAL, ""));
            var _ = machine.later(FAREWELL, loop::shutdown);
        });
    }

    private <T> CompletableFuture<T> onLoop(CompletableFuture<T> result, Runnable task) {
        boolean accepted = onLoop(() -> {
            if (machine.state() instanceof ConnectionState.Closed(Disconnect cause)) {
                Results.fail(result, ConfabConnection.closed(cause));
            } else {
                task.run();
            }
        });
        if (!accepted) {
            Results.fail(result, ConfabConnection.closed(new Disconnect(Disconnect.NORMAL, "")));
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
}
