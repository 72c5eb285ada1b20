package dev.confab.common.connection;

import dev.confab.common.identity.AuthenticatedSession;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.online.OnlineUsers;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All connections of this node: admits them, keeps their deadlines, finds those of a user. */
@ApplicationScoped
public class ConnectionRegistry {

    private static final UserData.TypedKey<Connection> KEY = new UserData.TypedKey<>("confab.connection");
    private static final long MAX_TICK_MILLIS = 500;

    private final ConnectionConfig config;
    private final ConnectionMetrics metrics;
    private final OnlineUsers online;
    private final Vertx vertx;
    private final InstantSource clock;
    private final Map<UUID, Connection> all = new ConcurrentHashMap<>();
    private final Map<UUID, Set<Connection>> byUser = new ConcurrentHashMap<>();
    /** By event loop; there are as many as the server has. */
    private final Map<Executor, OutboundRound> rounds = new ConcurrentHashMap<>();

    ConnectionRegistry(
            ConnectionConfig config, ConnectionMetrics metrics, OnlineUsers online, Vertx vertx, InstantSource clock) {
        this.config = config;
        this.metrics = metrics;
        this.online = online;
        this.vertx = vertx;
        this.clock = clock;
    }

    @PostConstruct
    void start() {
        long tick = Math.min(
                MAX_TICK_MILLIS,
                Math.min(config.pingInterval().toMillis(), config.pongTimeout().toMillis()) / 4);
        vertx.setPeriodic(Math.max(1, tick), ignored -> {
            long nanos = System.nanoTime();
            Instant now = clock.instant();
            all.values().forEach(connection -> connection.tick(nanos, now));
        });
    }

    /**
     * Admits a socket whose handshake is done, or closes it with the code that says why not.
     *
     * @param guests whether people who are not signed in may come
     * @return the connection; null when it was refused
     */
    public @Nullable Connection open(WebSocketConnection socket, boolean guests, Connection.PeerFactory peers) {
        Handshake handshake = socket.userData().get(Handshake.KEY);
        AuthenticatedSession session = handshake.session();
        UserIdentity user = session == null ? UserIdentity.guest() : session.user();
        Connection connection = new Connection(
                user,
                handshake,
                socket,
                rounds.computeIfAbsent(handshake.guard().channel().executor(), OutboundRound::new),
                peers,
                config,
                metrics);
        socket.userData().put(KEY, connection);
        all.put(connection.id(), connection);
        metrics.opened(connection.peer().protocol());
        Set<Connection> own = byUser.compute(user.id(), (id, present) -> {
            Set<Connection> connections = present == null ? ConcurrentHashMap.newKeySet() : present;
            connections.add(connection);
            return connections;
        });
        if (!handshake.originAllowed()) {
            connection.close(CloseCode.FORBIDDEN, "origin refused");
        } else if (handshake.failure() != null && handshake.failure().temporary()) {
            // The credential could not be checked, which says nothing against it: come back, without signing in again.
            connection.close(CloseCode.SERVICE_RESTART, "{\"retryAfterMs\":2000}");
        } else if (handshake.failure() != null) {
            connection.close(CloseCode.NOT_AUTHENTICATED, handshake.failure().title());
        } else if (session == null && !guests) {
            connection.close(CloseCode.NOT_AUTHENTICATED);
        } else if (own.size() > config.maxPerUser()) {
            connection.close(CloseCode.TOO_MANY_CONNECTIONS);
        }
        if (connection.isClosing()) {
            return null;
        }
        if (session != null) {
            online.connected(user.id(), connection.id());
        }
        return connection;
    }

    /** Forgets a socket that ended. */
    public void closed(WebSocketConnection socket) {
        Connection connection = socket.userData().get(KEY);
        if (connection == null || !all.remove(connection.id(), connection)) {
            return;
        }
        byUser.computeIfPresent(connection.user().id(), (id, connections) -> {
            connections.remove(connection);
            return connections.isEmpty() ? null : connections;
        });
        online.disconnected(connection.user().id(), connection.id());
        connection.closed();
    }

    /** The connection of a socket; null before it is admitted and after it was refused. */
    public static @Nullable Connection of(WebSocketConnection socket) {
        return socket.userData().get(KEY);
    }

    /** How many connections there are. */
    public int size() {
        return all.size();
    }

    Collection<Connection> all() {
        return List.copyOf(all.values());
    }

    /** Closes those of a user's connections that match. */
    public void closeOf(UUID userId, Predicate<Connection> which, CloseCode code, String reason) {
        Set<Connection> own = byUser.get(userId);
        if (own != null) {
            own.stream().filter(which).forEach(connection -> connection.close(code, reason));
        }
    }
}
