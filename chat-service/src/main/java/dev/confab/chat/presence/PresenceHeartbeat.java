package dev.confab.chat.presence;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Renews the leases of this node's connections, spread evenly over the heartbeat, announces those that Redis has not heard of,
 * ends those whose end it has not heard of, and sweeps rooms whose reconnect grace has passed. A round that Redis does not
 * answer is skipped: the next one makes up for it.
 */
@ApplicationScoped
class PresenceHeartbeat {

    private static final int SLICES = 20;
    private static final int LEASES_PER_CALL = 200;
    private static final int CALLS_AT_ONCE = 32;

    private final PresenceStore store;
    private final LocalPresence local;
    private final PresenceConfig config;
    private final Vertx vertx;
    private final Map<UUID, Long> sweepsDue = new ConcurrentHashMap<>();
    private final Map<Ending, Long> endsDue = new ConcurrentHashMap<>();
    private final AtomicBoolean renewing = new AtomicBoolean();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final AtomicBoolean ending = new AtomicBoolean();
    private long ticks;
    private long renewed;

    /**
     * The end of a lease, in nanoseconds of the system.
     *
     * @param graceEnds until then the person may come back unnoticed
     * @param lapses when the lease ends by itself
     */
    private record Ending(UUID roomId, PresenceLease lease, long graceEnds, long lapses) {}

    PresenceHeartbeat(PresenceStore store, LocalPresence local, PresenceConfig config, Vertx vertx) {
        this.store = store;
        this.local = local;
        this.config = config;
        this.vertx = vertx;
    }

    /** To be called once, when the node starts: leases lapse where nobody renews them. */
    void start() {
        vertx.setPeriodic(Math.max(1, config.heartbeat().toMillis() / SLICES), ignored -> tick());
    }

    /** Has a room swept once the reconnect grace of somebody who just disconnected is over. */
    void sweepAfterGrace(UUID roomId) {
        // The margin covers the way to Redis, whose clock decides.
        sweepsDue.put(
                roomId,
                System.nanoTime() + config.reconnectGrace().plusMillis(50).toNanos());
    }

    /**
     * Ends a lease that is not this node's any more, to be called {@linkplain LocalPresence#inOrder in order}. While Redis does
     * not take it, it is tried again once per heartbeat, until the lease has lapsed.
     */
    void end(UUID roomId, PresenceLease lease, Duration grace) {
        long now = System.nanoTime();
        Ending end = new Ending(
                roomId, lease, now + grace.toNanos(), now + config.lease().toNanos());
        sendOrKeep(end).subscribe().with(ignored -> {}, failure -> {});
    }

    private Uni<Integer> sendOrKeep(Ending end) {
        Duration grace = Duration.ofNanos(Math.max(0, end.graceEnds() - System.nanoTime()));
        return store.end(end.roomId(), end.lease(), grace).onFailure().invoke(() -> {
            long again = System.nanoTime() + config.heartbeat().toNanos();
            if (again - end.lapses() < 0) {
                endsDue.put(end, again);
            } else {
                sweepsDue.putIfAbsent(end.roomId(), end.lapses());
            }
        });
    }

    /** Not what this node has taken up again meanwhile. */
    private Uni<Integer> sendAgain(Ending end) {
        return Uni.createFrom()
                .emitter(emitter -> local.inOrder(end.roomId(), () -> {
                    if (local.has(end.roomId(), end.lease().connectionId())) {
                        emitter.complete(0);
                    } else {
                        sendOrKeep(end).subscribe().with(emitter::complete, emitter::fail);
                    }
                }));
    }

    private void tick() {
        ticks++;
        if (renewing.compareAndSet(false, true)) {
            // What came due while the last call was on its way is made up for.
            long first = Math.max(renewed, ticks - SLICES);
            long slices = ticks - first;
            renewed = ticks;
            run(
                    local.roomIds().stream()
                            .filter(roomId -> Math.floorMod(roomId.hashCode() - first, SLICES) < slices)
                            .map(this::renewal)
                            .toList(),
                    renewing);
        }
        if (sweeping.compareAndSet(false, true)) {
            long now = System.nanoTime();
            long again = now + config.heartbeat().toNanos();
            List<Uni<Integer>> calls = new ArrayList<>();
            sweepsDue.forEach((roomId, due) -> {
                if (due - now <= 0 && sweepsDue.remove(roomId, due)) {
                    calls.add(store.count(roomId).onFailure().invoke(() -> sweepsDue.putIfAbsent(roomId, again)));
                }
            });
            run(calls, sweeping);
        }
        if (ending.compareAndSet(false, true)) {
            long now = System.nanoTime();
            List<Uni<Integer>> calls = new ArrayList<>();
            endsDue.forEach((end, due) -> {
                if (due - now <= 0 && endsDue.remove(end, due)) {
                    calls.add(sendAgain(end));
                }
            });
            run(calls, ending);
        }
    }

    /** The leases are read when the renewal goes out, in order with their ends. */
    private Uni<Integer> renewal(UUID roomId) {
        return Uni.createFrom()
                .emitter(emitter -> local.inOrder(roomId, () -> {
                    Set<PresenceLease> fresh = local.unannounced(roomId);
                    List<PresenceLease> known = local.leases(roomId).stream()
                            .filter(lease -> !fresh.contains(lease))
                            .toList();
                    List<Uni<Integer>> calls = new ArrayList<>();
                    inParts(
                            List.copyOf(fresh),
                            part -> calls.add(
                                    store.join(roomId, part).invoke(ignored -> local.announced(roomId, part))));
                    inParts(known, part -> calls.add(store.renew(roomId, part)));
                    Uni<Integer> all = calls.isEmpty()
                            ? Uni.createFrom().item(0)
                            : Uni.join().all(calls).andCollectFailures().map(List::size);
                    all.subscribe().with(emitter::complete, emitter::fail);
                }));
    }

    private static void inParts(List<PresenceLease> leases, Consumer<List<PresenceLease>> call) {
        for (int from = 0; from < leases.size(); from += LEASES_PER_CALL) {
            call.accept(leases.subList(from, Math.min(leases.size(), from + LEASES_PER_CALL)));
        }
    }

    private static void run(List<Uni<Integer>> calls, AtomicBoolean busy) {
        if (calls.isEmpty()) {
            busy.set(false);
            return;
        }
        Multi.createFrom()
                .iterable(calls)
                .onItem()
                .transformToUni(call -> call.onFailure().recoverWithItem(0))
                .merge(CALLS_AT_ONCE)
                .onTermination()
                .invoke(() -> busy.set(false))
                .subscribe()
                .with(ignored -> {});
    }
}
