package dev.confab.common.connection;

import dev.confab.common.identity.AuthenticatedSession;
import dev.confab.common.identity.UserIdentity;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client, whatever it speaks. Thread-safe; nothing blocks but {@link #awaitCapacity}.
 *
 * <p>Frames arrive in the order of {@link #send}, whole or not at all. What could not be sent is never skipped silently: the
 * connection is closed instead, except for ephemeral frames.
 */
public final class Connection {

    private static final Logger LOG = Logger.getLogger(Connection.class);

    private static final long GOODBYE_SECONDS = 3;

    private final UUID id = UUID.randomUUID();
    private final UserIdentity user;
    private final Handshake handshake;
    private final WebSocketConnection socket;
    private final ConnectionPeer peer;
    private final OutboundQueue queue;
    private final ConnectionConfig config;
    private final ConnectionMetrics metrics;
    private final ConnectionDeadlines deadlines;
    private final AtomicReference<@Nullable CloseCode> closing = new AtomicReference<>();
    private final long openedAt = System.nanoTime();
    private volatile boolean heldBack;

    Connection(
            UserIdentity user,
            Handshake handshake,
            WebSocketConnection socket,
            OutboundRound round,
            PeerFactory peers,
            ConnectionConfig config,
            ConnectionMetrics metrics) {
        this.user = user;
        this.handshake = handshake;
        this.socket = socket;
        this.config = config;
        this.metrics = metrics;
        this.queue = new OutboundQueue(
                handshake.guard().entry().channel(),
                round,
                config.outboundSoftLimit().asLongValue(),
                config.outboundLimit().asLongValue(),
                metrics.queuedBytes());
        this.deadlines = new ConnectionDeadlines(config, openedAt);
        this.peer = peers.create(this);
        handshake.guard().attach(this);
    }

    /** Makes the protocol side of a new connection. */
    @FunctionalInterface
    public interface PeerFactory {
        ConnectionPeer create(Connection connection);
    }

    /** A random id of this connection. */
    public UUID id() {
        return id;
    }

    /** Who is connected: an account, or a guest with a random id. */
    public UserIdentity user() {
        return user;
    }

    /** The thread of this connection: tasks run one after the other and must not block. */
    public Executor eventLoop() {
        return handshake.guard().channel().executor();
    }

    /** The client takes a JSON array of frames as one frame: what waits for it leaves together. */
    public void batchFrames() {
        queue.batch();
    }

    /** Sends a frame, or drops it if it is ephemeral and there is a backlog. False when the connection is gone. */
    public boolean send(OutboundFrame frame) {
        return switch (queue.offer(frame)) {
            case TAKEN -> {
                metrics.delivered();
                yield true;
            }
            case DROPPED -> {
                metrics.dropped();
                yield true;
            }
            case FULL -> {
                close(CloseCode.SLOW_CONSUMER, CloseCode.SLOW_CONSUMER.reason());
                yield false;
            }
            case CLOSED -> false;
        };
    }

    /**
     * Waits on a virtual thread until the backlog is small again. A client that reads too slowly is closed.
     *
     * @return false when the connection is gone
     */
    public boolean awaitCapacity() throws InterruptedException {
        if (queue.awaitCapacity(config.catchUpTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
            return true;
        }
        close(CloseCode.SLOW_CONSUMER, CloseCode.SLOW_CONSUMER.reason());
        return false;
    }

    /** Stops or resumes reading what the client sends. */
    public void holdBack(boolean hold) {
        heldBack = hold;
        handshake.guard().holdBack(hold);
    }

    /** Closes the connection with its code's usual reason. */
    public void close(CloseCode code) {
        close(code, code.reason());
    }

    /**
     * Closes the connection after what was sent before; a slow consumer without that. Only the first call counts.
     *
     * @param reason at most 120 bytes
     */
    public void close(CloseCode code, String reason) {
        if (!closing.compareAndSet(null, code)) {
            return;
        }
        LOG.debugf("Closing connection %s of %s: %d %s", id, user.username(), code.code(), reason);
        ChannelHandlerContext channel = handshake.guard().channel();
        channel.executor().execute(() -> {
            queue.close(code == CloseCode.SLOW_CONSUMER);
            // Reading goes on, so that the client's own close frame is seen and its channel ends in order.
            channel.channel().config().setAutoRead(true);
            if (code == CloseCode.SLOW_CONSUMER || code == CloseCode.PING_TIMEOUT) {
                // Nobody may be there to answer the close frame.
                Runnable cut = () -> {
                    var _ = channel.close();
                };
                var _ = channel.executor().schedule(cut, GOODBYE_SECONDS, TimeUnit.SECONDS);
            }
            if (socket.isOpen()) {
                socket.close(new CloseReason(code.code(), reason)).subscribe().with(done -> {}, failure -> {
                    var _ = channel.close();
                });
            }
        });
    }

    /** Whether the end of this connection has begun. */
    public boolean isClosing() {
        return closing.get() != null;
    }

    /** What the client is signed in with; null for a guest. */
    public @Nullable AuthenticatedSession session() {
        return handshake.session();
    }

    /** Whether the client was signed in by an access token, rather than by a cookie or not at all. */
    public boolean hasBearerToken() {
        return handshake.bearer();
    }

    /** The protocol side. */
    public ConnectionPeer peer() {
        return peer;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - openedAt);
    }

    void flush() {
        queue.flush();
    }

    void noticeLife() {
        deadlines.heard(System.nanoTime());
    }

    /** Acts on what is due: the greeting, the end of the access token, pings. */
    void tick(long nanos, Instant now) {
        if (isClosing()) {
            return;
        }
        AuthenticatedSession session = handshake.session();
        if (session != null && handshake.bearer() && !now.isBefore(session.expiresAt())) {
            close(CloseCode.NOT_AUTHENTICATED, "token expired");
            return;
        }
        switch (deadlines.due(nanos, peer.greeted(), heldBack)) {
            case NOTHING -> {}
            case PING -> send(peer.ping());
            case PING_TIMEOUT -> close(CloseCode.PING_TIMEOUT);
            case HELLO_TIMEOUT -> close(CloseCode.HELLO_TIMEOUT);
        }
    }

    /** The channel is gone. */
    void closed() {
        CloseCode ours = closing.getAndUpdate(code -> code == null ? CloseCode.NORMAL : code);
        queue.close(true);
        peer.onClosed(ours == CloseCode.SERVICE_RESTART);
        CloseReason theirs = socket.closeReason();
        metrics.closed(peer.protocol(), ours != null ? ours.code() : theirs == null ? 1006 : theirs.getCode(), age());
    }
}
