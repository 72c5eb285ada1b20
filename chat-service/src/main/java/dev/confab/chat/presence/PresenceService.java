package dev.confab.chat.presence;

import dev.confab.common.redis.RedisSubscriptions;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Who is online in which room, across all nodes.
 *
 * <p>Ephemeral and best effort: while Redis is away the readers answer what this node knows by itself, and changes are not
 * announced. By the first heartbeat after that leases are put back, and those who came or went meanwhile are announced.
 */
@Startup
@ApplicationScoped
public class PresenceService {

    private static final Logger LOG = Logger.getLogger(PresenceService.class);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);

    private final PresenceStore store;
    private final LocalPresence local;
    private final PresenceHeartbeat heartbeat;
    private final PresenceConfig config;
    private final RedisSubscriptions subscriptions;
    private final List<PresenceListener> listeners;
    private final InstantSource clock;

    PresenceService(
            PresenceStore store,
            LocalPresence local,
            PresenceHeartbeat heartbeat,
            PresenceConfig config,
            RedisSubscriptions subscriptions,
            @All List<PresenceListener> listeners,
            InstantSource clock) {
        this.store = store;
        this.local = local;
        this.heartbeat = heartbeat;
        this.config = config;
        this.subscriptions = subscriptions;
        this.listeners = listeners;
        this.clock = clock;
    }

    @PostConstruct
    void start() {
        subscriptions.subscribe(PresenceStore.CHANNEL, this::announced);
        heartbeat.start();
    }

    /**
     * Notes that a connection of a user joined a room. Returns at once; all nodes are told if the user was not there yet.
     */
    public void join(UUID roomId, UUID connectionId, UUID userId, String username) {
        PresenceLease lease = new PresenceLease(connectionId, userId, username, clock.instant());
        local.inOrder(roomId, () -> {
            if (local.add(roomId, lease)) {
                attempt(store.join(roomId, List.of(lease)).invoke(ignored -> local.announced(roomId, List.of(lease))));
            }
        });
    }

    /** Notes that a connection left a room on purpose. Returns at once; the leave is announced without a grace. */
    public void leave(UUID roomId, UUID connectionId) {
        end(roomId, connectionId, Duration.ZERO);
    }

    /** Notes that a connection broke. Returns at once; the user has the grace time to come back unnoticed. */
    public void disconnected(UUID roomId, UUID connectionId) {
        end(roomId, connectionId, config.reconnectGrace());
        heartbeat.sweepAfterGrace(roomId);
    }

    /**
     * Notes that this node ends a connection because it shuts down: the lease is left to run out, which gives the user its
     * whole length to come back elsewhere.
     */
    public void abandoned(UUID roomId, UUID connectionId) {
        local.remove(roomId, connectionId);
    }

    /** Who is online in a room, by name. Blocks; answers this node's own connections while Redis is away. */
    public List<PresentUser> inRoom(UUID roomId) {
        List<PresentUser> users =
                soonOr(store.list(roomId), () -> local.users(roomId)).await().indefinitely();
        return users.stream()
                .sorted(Comparator.comparing(PresentUser::username))
                .toList();
    }

    /** The rooms in which connections of this user to this node are. */
    public List<UUID> roomsOf(UUID userId) {
        return local.roomsOf(userId).stream()
                .filter(room -> !OnlinePeopleService.isGroup(room))
                .toList();
    }

    /** How many people are online per room; every given room has an entry. Blocks; see {@link #inRoom} for Redis away. */
    public Map<UUID, Integer> counts(Collection<UUID> roomIds) {
        Map<UUID, Uni<Integer>> pending = new HashMap<>();
        for (UUID roomId : roomIds) {
            pending.computeIfAbsent(
                    roomId,
                    id -> soonOr(store.count(id), () -> local.users(id).size())
                            .memoize()
                            .indefinitely());
        }
        pending.values().forEach(count -> count.subscribe().with(ignored -> {}));
        Map<UUID, Integer> counts = new HashMap<>();
        pending.forEach((roomId, count) -> counts.put(roomId, count.await().indefinitely()));
        return counts;
    }

    /** What Redis answers, or what this node knows by itself when there is no answer in time. */
    static <T> Uni<T> soonOr(Uni<T> answer, Supplier<T> known) {
        return answer.ifNoItem().after(READ_TIMEOUT).fail().onFailure().recoverWithItem(known);
    }

    private void end(UUID roomId, UUID connectionId, Duration grace) {
        local.inOrder(
                roomId,
                () -> local.remove(roomId, connectionId).ifPresent(lease -> heartbeat.end(roomId, lease, grace)));
    }

    private void announced(String message) {
        PresenceChange change = PresenceChange.parse(message);
        if (change != null) {
            listeners.forEach(listener -> listener.onPresenceChange(change));
        }
    }

    private static void attempt(Uni<?> step) {
        step.subscribe().with(ignored -> {}, failure -> LOG.debugf("Left to the heartbeat: %s", failure.getMessage()));
    }
}
