package dev.confab.common.online;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Who has a socket open on any node of any service of the suite. A node holds a lease in Redis for each of its connections and
 * renews them in batches, so that those of a dead node lapse by themselves and a wiped Redis is whole again within a heartbeat.
 *
 * <p>Thread-safe. Redis being away costs knowledge and nothing else: {@link #connected} and {@link #disconnected} never block
 * or fail, {@link #lastSeen} answers {@link LastSeen.Unknown}.
 */
@ApplicationScoped
public class OnlineUsers {

    private static final Logger LOG = Logger.getLogger(OnlineUsers.class);
    private static final int SHARDS = 64;
    private static final int LEASES_PER_CALL = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OnlineStore store;
    private final OnlineConfig config;
    private final Vertx vertx;
    private final List<Shard> shards =
            IntStream.range(0, SHARDS).mapToObj(Shard::new).toList();
    private int next;

    OnlineUsers(OnlineStore store, OnlineConfig config, Vertx vertx) {
        this.store = store;
        this.config = config;
        this.vertx = vertx;
    }

    /** The leases of this node in one shard. Its lock keeps what is sent in order with what is held. */
    private static final class Shard {
        final int number;
        final Set<String> leases = new LinkedHashSet<>();

        Shard(int number) {
            this.number = number;
        }
    }

    @PostConstruct
    void start() {
        vertx.setPeriodic(
                Math.max(1, config.heartbeat().toMillis() / SHARDS), ignored -> renew(shards.get(next++ % SHARDS)));
    }

    /** A connection of somebody who is signed in has come. Returns at once. */
    public void connected(UUID user, UUID connection) {
        Shard shard = shard(user);
        String lease = lease(user, connection);
        synchronized (shard) {
            shard.leases.add(lease);
            send(store.hold(shard.number, List.of(lease)));
        }
    }

    /** A connection has gone. Returns at once; one that never came is ignored. */
    public void disconnected(UUID user, UUID connection) {
        Shard shard = shard(user);
        String lease = lease(user, connection);
        synchronized (shard) {
            if (shard.leases.remove(lease)) {
                send(store.end(shard.number, lease));
            }
        }
    }

    /** When people were online last; one entry for each of them. Blocks for a short time, so not on an event loop. */
    public Map<UUID, LastSeen> lastSeen(Collection<UUID> users) {
        Map<Integer, List<UUID>> byShard = new HashMap<>();
        for (UUID user : Set.copyOf(users)) {
            byShard.computeIfAbsent(shard(user).number, number -> new ArrayList<>())
                    .add(user);
        }
        Map<UUID, LastSeen> seen = new HashMap<>();
        List<Uni<Map<UUID, LastSeen>>> questions = byShard.entrySet().stream()
                .map(entry -> store.lastSeen(entry.getKey(), entry.getValue())
                        .ifNoItem()
                        .after(PATIENCE)
                        .fail()
                        .onFailure()
                        .recoverWithItem(failure -> unknown(entry.getValue(), failure)))
                .toList();
        if (!questions.isEmpty()) {
            Uni.join().all(questions).andFailFast().await().indefinitely().forEach(seen::putAll);
        }
        return seen;
    }

    private static Map<UUID, LastSeen> unknown(List<UUID> users, Throwable failure) {
        LOG.debugf("Not known who is online: %s", failure.getMessage());
        Map<UUID, LastSeen> unknown = new HashMap<>();
        users.forEach(user -> unknown.put(user, new LastSeen.Unknown()));
        return unknown;
    }

    private void renew(Shard shard) {
        synchronized (shard) {
            List<String> leases = List.copyOf(shard.leases);
            for (int from = 0; from < leases.size(); from += LEASES_PER_CALL) {
                send(store.hold(shard.number, leases.subList(from, Math.min(leases.size(), from + LEASES_PER_CALL))));
            }
        }
    }

    /** What is lost here, the next renewal makes up for; a lease whose end is lost lapses. */
    private static void send(Uni<?> step) {
        step.subscribe().with(done -> {}, failure -> LOG.debugf("Redis missed a lease: %s", failure.getMessage()));
    }

    private Shard shard(UUID user) {
        return shards.get(Math.floorMod(user.hashCode(), SHARDS));
    }

    private static String lease(UUID user, UUID connection) {
        return user + "/" + connection;
    }
}
