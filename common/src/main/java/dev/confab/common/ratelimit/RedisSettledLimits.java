package dev.confab.common.ratelimit;

import dev.confab.common.redis.RedisLink;
import dev.confab.common.redis.RedisScript;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits that this node decides at once and settles with the other nodes afterwards, many keys in one call of Redis. What a
 * key took here is added to what it took elsewhere, beyond its limit if need be, and the sum holds here from the answer on:
 * a burst may exceed its limit by what several nodes let pass between two settlements, and is paid back with a longer wait.
 *
 * <p>Thread-safe. Bounded: beyond its capacity the keys that were quiet for longest are forgotten.
 */
final class RedisSettledLimits {
    /** Keys of one call must be in one slot of a Redis Cluster: so many slots share the work. */
    private static final int SLOTS = 8;

    private static final int MAX_KEYS = 200;

    /** Adds what was taken, and answers in how many microseconds each burst will be whole again. */
    private static final RedisScript SETTLE = RedisScript.of("""
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local left = {}
            for i, key in ipairs(KEYS) do
                local fullAgain = tonumber(redis.call('GET', key) or now)
                if fullAgain < now then fullAgain = now end
                fullAgain = fullAgain + tonumber(ARGV[i])
                redis.call('SET', key, string.format('%.0f', fullAgain), 'PX', math.ceil((fullAgain - now) / 1000))
                left[i] = string.format('%.0f', fullAgain - now)
            end
            return left
            """);

    private final RedisLink redis;
    private final InstantSource clock;
    private final IntConsumer unsettled;
    private final Map<String, Account> accounts;
    private Map<String, Account> changed = new HashMap<>();

    /** What one key has taken. Guarded by the limits. */
    private static final class Account {
        private long fullAgainMicros;
        private long openMicros;
    }

    /** What a key has taken since it was settled last. */
    private record Claim(String key, Account account, long micros) {}

    /**
     * Limits for at most {@code capacity} keys.
     *
     * @param unsettled is told how many keys could not be settled; they are limited on this node alone
     */
    RedisSettledLimits(RedisLink redis, InstantSource clock, int capacity, IntConsumer unsettled) {
        this.redis = redis;
        this.clock = clock;
        this.unsettled = unsettled;
        this.accounts = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Account> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Takes a permit if there is one, as far as this node knows. */
    synchronized Decision tryAcquire(String key, Limit limit) {
        long now = micros();
        Account account = accounts.computeIfAbsent(key, name -> new Account());
        long fullAgain = Math.max(account.fullAgainMicros, now) + limit.microsPerPermit();
        long wait = fullAgain - limit.burstMicros() - now;
        if (wait > 0) {
            return new Decision.Refused(Duration.ofNanos(wait * 1_000));
        }
        account.fullAgainMicros = fullAgain;
        account.openMicros += limit.microsPerPermit();
        changed.put(key, account);
        return new Decision.Allowed();
    }

    /**
     * Tells the other nodes what was taken since the last time, and learns what they let pass. Never blocks and never fails;
     * complete when Redis has answered.
     */
    CompletableFuture<Void> settle() {
        Map<Integer, List<Claim>> slots = new HashMap<>();
        for (Claim claim : open()) {
            slots.computeIfAbsent(Math.floorMod(claim.key().hashCode(), SLOTS), slot -> new ArrayList<>())
                    .add(claim);
        }
        List<CompletableFuture<?>> calls = new ArrayList<>();
        slots.forEach((slot, claims) -> {
            for (int from = 0; from < claims.size(); from += MAX_KEYS) {
                calls.add(settle(slot, claims.subList(from, Math.min(claims.size(), from + MAX_KEYS))));
            }
        });
        return CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new));
    }

    private synchronized List<Claim> open() {
        if (changed.isEmpty()) {
            return List.of();
        }
        List<Claim> claims = new ArrayList<>(changed.size());
        changed.forEach((key, account) -> {
            claims.add(new Claim(key, account, account.openMicros));
            account.openMicros = 0;
        });
        changed = new HashMap<>();
        return claims;
    }

    private CompletableFuture<?> settle(int slot, List<Claim> claims) {
        List<String> keys = claims.stream()
                .map(claim -> "confab:rate:{" + slot + "}:" + claim.key())
                .toList();
        List<String> taken =
                claims.stream().map(claim -> Long.toString(claim.micros())).toList();
        return redis.run(SETTLE, keys, taken)
                .invoke(answer -> settled(claims, answer))
                .onFailure()
                .invoke(failure -> unsettled.accept(claims.size()))
                .onFailure()
                .recoverWithNull()
                .subscribeAsCompletionStage();
    }

    private synchronized void settled(List<Claim> claims, @Nullable Response answer) {
        long now = micros();
        for (int i = 0; i < claims.size(); i++) {
            Account account = claims.get(i).account();
            long left = Objects.requireNonNull(answer).get(i).toLong();
            // What was taken while the answer was on its way is not in it.
            account.fullAgainMicros = Math.max(account.fullAgainMicros, now + left + account.openMicros);
        }
    }

    private long micros() {
        return clock.millis() * 1_000;
    }
}
