package dev.confab.chat.presence;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The leases of this node's own connections: what the heartbeat renews. As large as the connections' joined rooms.
 *
 * <p>Steps that change a lease and send that change to Redis run {@linkplain #inOrder in order} per room, so that a renewal
 * cannot overtake the end of a lease and bring it back.
 */
@ApplicationScoped
class LocalPresence {

    private static final int LOCKS = 64;

    private final Map<UUID, Map<UUID, PresenceLease>> rooms = new ConcurrentHashMap<>();
    /** Taken by connections here, and not known to be known in Redis. */
    private final Map<UUID, Set<PresenceLease>> unannounced = new ConcurrentHashMap<>();

    private final Object[] locks =
            IntStream.range(0, LOCKS).mapToObj(index -> new Object()).toArray();

    /** Runs a step of a room apart from all others of that room. The step must not block. */
    void inOrder(UUID roomId, Runnable step) {
        synchronized (locks[Math.floorMod(roomId.hashCode(), locks.length)]) {
            step.run();
        }
    }

    /** False if the connection is there already. */
    boolean add(UUID roomId, PresenceLease lease) {
        boolean[] added = {false};
        rooms.compute(roomId, (id, present) -> {
            Map<UUID, PresenceLease> leases = present == null ? new ConcurrentHashMap<>() : present;
            added[0] = leases.putIfAbsent(lease.connectionId(), lease) == null;
            return leases;
        });
        if (added[0]) {
            unannounced
                    .computeIfAbsent(roomId, id -> ConcurrentHashMap.newKeySet())
                    .add(lease);
        }
        return added[0];
    }

    boolean has(UUID roomId, UUID connectionId) {
        return rooms.getOrDefault(roomId, Map.of()).containsKey(connectionId);
    }

    /** Redis knows of these leases: from now on they are renewed only. */
    void announced(UUID roomId, Collection<PresenceLease> leases) {
        unannounced.computeIfPresent(roomId, (id, waiting) -> {
            leases.forEach(waiting::remove);
            return waiting.isEmpty() ? null : waiting;
        });
    }

    /** Leases that are still to be announced, because Redis did not answer when they began. */
    Set<PresenceLease> unannounced(UUID roomId) {
        return Set.copyOf(unannounced.getOrDefault(roomId, Set.of()));
    }

    Optional<PresenceLease> remove(UUID roomId, UUID connectionId) {
        PresenceLease[] removed = new PresenceLease[1];
        rooms.computeIfPresent(roomId, (id, leases) -> {
            removed[0] = leases.remove(connectionId);
            return leases.isEmpty() ? null : leases;
        });
        if (removed[0] != null) {
            announced(roomId, List.of(removed[0]));
        }
        return Optional.ofNullable(removed[0]);
    }

    Collection<UUID> roomIds() {
        return List.copyOf(rooms.keySet());
    }

    /** The rooms of one user. Looks at all leases. */
    List<UUID> roomsOf(UUID userId) {
        List<UUID> found = new ArrayList<>();
        rooms.forEach((room, leases) -> {
            if (leases.values().stream().anyMatch(lease -> lease.userId().equals(userId))) {
                found.add(room);
            }
        });
        return found;
    }

    List<PresenceLease> leases(UUID roomId) {
        @Nullable Map<UUID, PresenceLease> leases = rooms.get(roomId);
        return leases == null ? List.of() : List.copyOf(leases.values());
    }

    List<PresentUser> users(UUID roomId) {
        Map<UUID, PresentUser> users = new HashMap<>();
        leases(roomId).stream()
                .sorted(Comparator.comparing(PresenceLease::since))
                .forEach(lease -> users.putIfAbsent(
                        lease.userId(), new PresentUser(lease.userId(), lease.username(), lease.since())));
        return List.copyOf(users.values());
    }
}
