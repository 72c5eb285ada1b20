package dev.confab.common.online;

import dev.confab.common.redis.RedisLink;
import dev.confab.common.redis.RedisScript;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The leases in Redis. Every call is one script on the keys of one shard; it fails while Redis is away. */
@ApplicationScoped
class OnlineStore {

    private final RedisLink redis;
    private final OnlineConfig config;

    OnlineStore(RedisLink redis, OnlineConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /** Takes or renews leases. */
    Uni<@Nullable Response> hold(int shard, List<String> leases) {
        return run(OnlineScripts.HOLD, shard, leases);
    }

    Uni<@Nullable Response> end(int shard, String lease) {
        return run(OnlineScripts.END, shard, List.of(lease));
    }

    Uni<Map<UUID, LastSeen>> lastSeen(int shard, List<UUID> users) {
        return run(OnlineScripts.LIST, shard, users.stream().map(UUID::toString).toList())
                .map(answer -> {
                    Map<UUID, LastSeen> seen = new LinkedHashMap<>();
                    for (int i = 0; i < users.size(); i++) {
                        seen.put(users.get(i), answer == null ? new LastSeen.Unknown() : state(answer.get(i)));
                    }
                    return seen;
                });
    }

    private static LastSeen state(Response answer) {
        long millis = (long) Double.parseDouble(answer.toString());
        if (millis < 0) {
            return new LastSeen.Online();
        }
        return millis == 0 ? new LastSeen.Never() : new LastSeen.SeenAt(Instant.ofEpochMilli(millis));
    }

    private Uni<@Nullable Response> run(RedisScript script, int shard, List<String> arguments) {
        String prefix = "confab:online:{" + shard + "}:";
        List<String> all = new ArrayList<>(arguments.size() + 2);
        all.add(Long.toString(config.lease().toMillis()));
        all.add(Long.toString(config.remember().toMillis()));
        all.addAll(arguments);
        return redis.run(script, List.of(prefix + "leases", prefix + "counts", prefix + "seen"), all);
    }
}
