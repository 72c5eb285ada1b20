package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.FutureResult;
import dev.confab.common.stream.CommitListener;
import dev.confab.common.stream.StreamEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Knows what decides about posting in the rooms that this node posts in, so that a message needs no query for it. A
 * policy is read when the first message needs it, again after an event of the room that may have changed it, and again
 * every {@code confab.rooms.policy-refresh}, all that are in use together, in case the event never came to this node.
 *
 * <p>After a change on this node the next message waits for the new policy; after one on another node messages are
 * judged by the old one until its event has arrived here, which takes as long as any event.
 */
@ApplicationScoped
public class RoomPolicies implements CommitListener {

    private static final Logger LOG = Logger.getLogger(RoomPolicies.class);

    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    private static final Set<String> CHANGES = Set.of(
            "room.updated",
            "room.closed",
            "room.reopened",
            "room.deleted",
            "member.added",
            "member.removed",
            "member.banned",
            "member.unbanned");

    private static final int READ_TOGETHER = 500;

    /** A policy that is being read again. */
    private record Refresh(UUID room, KnownPolicy entry, KnownPolicy.Reading reading) {}

    private final Map<UUID, KnownPolicy> known = new ConcurrentHashMap<>();
    private final RoomPolicyRepository policies;
    private final ExecutorService virtualThreads;
    private final InstantSource clock;
    private final long refreshNanos;

    RoomPolicies(
            RoomPolicyRepository policies,
            @VirtualThreads ExecutorService virtualThreads,
            RoomsConfig config,
            InstantSource clock) {
        this.policies = policies;
        this.virtualThreads = virtualThreads;
        this.clock = clock;
        this.refreshNanos = config.policyRefresh().toNanos();
    }

    /** The policy of a room if it is at hand, as it is for most messages; null if {@link #load} has to read it. Never blocks. */
    public @Nullable RoomPolicy atHand(UUID room) {
        KnownPolicy entry = known.get(room);
        if (entry == null) {
            return null;
        }
        long now = System.nanoTime();
        RoomPolicy policy = entry.present(now);
        // Out of use for a while, so that the last refresh passed it over. Not as soon as it is due: the refresh that
        // is about
        // to come reads all rooms for the price of one.
        if (policy != null && entry.isOlderThan(2 * refreshNanos, now)) {
            CompletableFuture<RoomPolicy> _ = read(room, entry);
        }
        return policy;
    }

    /**
     * The policy of a room, read on a virtual thread; many who want it at the same time share one reading. Never blocks.
     * Fails with {@code room_not_found} or {@code unavailable}.
     */
    public CompletableFuture<RoomPolicy> load(UUID room) {
        KnownPolicy entry = known.computeIfAbsent(room, id -> new KnownPolicy());
        RoomPolicy present = entry.present(System.nanoTime());
        return present == null ? read(room, entry) : CompletableFuture.completedFuture(present);
    }

    /** As {@link #load}, for callers that may wait. */
    public RoomPolicy require(UUID room) {
        return FutureResult.of(load(room));
    }

    /** Something happened in a room, on whatever node. Never blocks. */
    public void noticed(StreamEvent event) {
        if (CHANGES.contains(event.type())) {
            KnownPolicy entry = known.get(event.streamId());
            if (entry != null && entry.outdatedBy(event.seq())) {
                CompletableFuture<RoomPolicy> _ = read(event.streamId(), entry);
            }
        }
    }

    @Override
    public void onCommitted(List<StreamEvent> events) {
        events.forEach(this::noticed);
    }

    private CompletableFuture<RoomPolicy> read(UUID room, KnownPolicy entry) {
        KnownPolicy.Reading reading = entry.begin();
        if (reading.isMine()) {
            virtualThreads.execute(() -> {
                try {
                    entry.done(reading, policies.read(room, clock.instant()), System.nanoTime());
                } catch (RuntimeException failure) {
                    LOG.debugf("The policy of room %s could not be read: %s", room, failure.getMessage());
                    entry.failed(reading, ConfabException.of(failure));
                }
            });
        }
        return reading.result();
    }

    @Scheduled(
            identity = "room-policies-refresh",
            every = "${confab.rooms.policy-refresh}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void refresh() {
        long now = System.nanoTime();
        List<Refresh> wanted = new ArrayList<>();
        known.forEach((room, entry) -> {
            if (!entry.isUnusedFor(refreshNanos, now)) {
                KnownPolicy.Reading reading = entry.begin();
                if (reading.isMine()) {
                    wanted.add(new Refresh(room, entry, reading));
                }
            }
        });
        for (int from = 0; from < wanted.size(); from += READ_TOGETHER) {
            read(wanted.subList(from, Math.min(wanted.size(), from + READ_TOGETHER)));
        }
    }

    private void read(List<Refresh> some) {
        Map<UUID, RoomPolicy> present;
        try {
            present = policies.readAll(some.stream().map(Refresh::room).toList(), clock.instant());
        } catch (RuntimeException failure) {
            LOG.debugf("The policies of %d rooms could not be read: %s", some.size(), failure.getMessage());
            ConfabException refusal = ConfabException.of(failure);
            some.forEach(refresh -> refresh.entry().failed(refresh.reading(), refusal));
            return;
        }
        for (Refresh refresh : some) {
            RoomPolicy policy = present.get(refresh.room());
            if (policy == null) {
                refresh.entry().failed(refresh.reading(), RoomPolicyRepository.notFound());
            } else {
                refresh.entry().done(refresh.reading(), policy, System.nanoTime());
            }
        }
    }

    @Scheduled(identity = "room-policies", every = "1m")
    void forgetUnused() {
        long now = System.nanoTime();
        known.values().removeIf(entry -> entry.isUnusedFor(FORGET_AFTER.toNanos(), now));
    }
}
