package dev.confab.chat.presence;

import dev.confab.common.redis.RedisLink;
import dev.confab.common.redis.RedisScript;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The leases in Redis. Every call is one script on the keys of one room; it fails while Redis is away. */
@ApplicationScoped
class PresenceStore {

    static final String CHANNEL = "confab:presence";

    private final RedisLink redis;
    private final PresenceConfig config;

    PresenceStore(RedisLink redis, PresenceConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /** Announces those who were not there. May be repeated. */
    Uni<Integer> join(UUID roomId, Collection<PresenceLease> leases) {
        return number(PresenceScripts.JOIN, roomId, allFields(leases));
    }

    Uni<Integer> renew(UUID roomId, Collection<PresenceLease> leases) {
        return number(PresenceScripts.RENEW, roomId, allFields(leases));
    }

    Uni<Integer> end(UUID roomId, PresenceLease lease, Duration grace) {
        List<String> arguments = new ArrayList<>(fields(lease));
        arguments.add(Long.toString(grace.toMillis()));
        arguments.add(
                Long.toString(config.heartbeat().plus(config.reconnectGrace()).toMillis()));
        return number(PresenceScripts.END, roomId, arguments);
    }

    /** Counts the people in a room and announces those whose leases ended. */
    Uni<Integer> count(UUID roomId) {
        return number(PresenceScripts.COUNT, roomId, List.of());
    }

    Uni<List<PresentUser>> list(UUID roomId) {
        return run(PresenceScripts.LIST, roomId, List.of()).map(PresenceStore::users);
    }

    /** Those of these people who are online there. */
    Uni<List<UUID>> among(UUID roomId, Collection<UUID> users) {
        return run(
                        PresenceScripts.AMONG,
                        roomId,
                        users.stream().map(UUID::toString).toList())
                .map(PresenceStore::ids);
    }

    private static List<UUID> ids(@Nullable Response answer) {
        List<UUID> ids = new ArrayList<>();
        if (answer != null) {
            answer.forEach(id -> ids.add(UUID.fromString(id.toString())));
        }
        return ids;
    }

    private Uni<Integer> number(RedisScript script, UUID roomId, List<String> arguments) {
        return run(script, roomId, arguments).map(answer -> answer == null ? 0 : answer.toInteger());
    }

    private Uni<@Nullable Response> run(RedisScript script, UUID roomId, List<String> arguments) {
        String prefix = "confab:presence:{" + roomId + "}:";
        List<String> all = new ArrayList<>(arguments.size() + 3);
        Collections.addAll(
                all, roomId.toString(), CHANNEL, Long.toString(config.lease().toMillis()));
        all.addAll(arguments);
        return redis.run(
                script, List.of(prefix + "leases", prefix + "counts", prefix + "users", prefix + "marker"), all);
    }

    private static List<String> allFields(Collection<PresenceLease> leases) {
        List<String> fields = new ArrayList<>(leases.size() * 4);
        leases.forEach(lease -> fields.addAll(fields(lease)));
        return fields;
    }

    private static List<String> fields(PresenceLease lease) {
        return List.of(
                lease.userId().toString(),
                lease.connectionId().toString(),
                lease.username(),
                Long.toString(lease.since().toEpochMilli()));
    }

    /** From a flat list of fields and values, which is what a script answers in every version of the Redis protocol. */
    private static List<PresentUser> users(@Nullable Response answer) {
        List<PresentUser> users = new ArrayList<>();
        if (answer == null) {
            return users;
        }
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            users.add(user(answer.get(i).toString(), answer.get(i + 1).toString()));
        }
        return users;
    }

    private static PresentUser user(String id, String sinceAndName) {
        int bar = sinceAndName.indexOf('|');
        return new PresentUser(
                UUID.fromString(id),
                sinceAndName.substring(bar + 1),
                Instant.ofEpochMilli(Long.parseLong(sinceAndName.substring(0, bar))));
    }
}
