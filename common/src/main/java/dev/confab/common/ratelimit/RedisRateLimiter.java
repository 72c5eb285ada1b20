package dev.confab.common.ratelimit;

import dev.confab.common.redis.RedisLink;
import dev.confab.common.redis.RedisScript;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The generic cell rate algorithm as a Redis script: one key per limited party holds the time at which its burst will be
 * whole again, by Redis' own clock, and expires at that time.
 */
@ApplicationScoped
class RedisRateLimiter implements RateLimiter {

    private static final String LOCALLY = "confab.ratelimit.local";
    private static final long SETTLE_MILLIS = 250;
    private static final int LOCAL_KEYS = 100_000;
    private static final int MAX_KEY_LENGTH = 80;

    /** Answers 0, or the microseconds to wait. */
    private static final RedisScript TAKE = RedisScript.of("""
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local perPermit = tonumber(ARGV[1])
            local burst = tonumber(ARGV[2])
            local fullAgain = tonumber(redis.call('GET', KEYS[1]) or now)
            if fullAgain < now then fullAgain = now end
            fullAgain = fullAgain + perPermit
            local wait = fullAgain - burst - now
            if wait > 0 then return wait end
            redis.call('SET', KEYS[1], string.format('%.0f', fullAgain), 'PX', math.ceil((fullAgain - now) / 1000))
            return 0
            """);

    private final RedisLink redis;
    private final LocalRateLimits local;
    private final RedisSettledLimits settled;
    private final MeterRegistry meters;

    RedisRateLimiter(RedisLink redis, InstantSource clock, MeterRegistry meters) {
        this.redis = redis;
        this.local = new LocalRateLimits(clock, LOCAL_KEYS);
        this.settled = new RedisSettledLimits(
                redis,
                clock,
                LOCAL_KEYS,
                keys -> meters.counter(LOCALLY, "bucket", "settled").increment(keys));
        this.meters = meters;
    }

    /** Until the application ends. */
    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(SETTLE_MILLIS, ignored -> {
            CompletableFuture<Void> _ = settle();
        });
    }

    CompletableFuture<Void> settle() {
        return settled.settle();
    }

    @Override
    public Uni<Decision> tryAcquire(String bucket, String key, Limit limit) {
        String name = "confab:rate:" + bucket + ':' + bounded(key);
        List<String> arguments = List.of(Long.toString(limit.microsPerPermit()), Long.toString(limit.burstMicros()));
        return redis.run(TAKE, List.of(name), arguments)
                .map(RedisRateLimiter::decision)
                .onFailure()
                .recoverWithItem(() -> {
                    meters.counter(LOCALLY, "bucket", bucket).increment();
                    return local.tryAcquire(name, limit);
                })
                .invoke(decision -> count(bucket, decision));
    }

    @Override
    public Decision tryAcquireHere(String bucket, String key, Limit limit) {
        Decision decision = settled.tryAcquire(bucket + ':' + bounded(key), limit);
        count(bucket, decision);
        return decision;
    }

    private static Decision decision(@Nullable Response answer) {
        long waitMicros = Objects.requireNonNull(answer).toLong();
        return waitMicros == 0
                ? new Decision.Allowed()
                : new Decision.Refused(Duration.of(waitMicros, ChronoUnit.MICROS));
    }

    private void count(String bucket, Decision decision) {
        if (decision instanceof Decision.Refused) {
            meters.counter("confab.ratelimit.refused", "bucket", bucket).increment();
        }
    }

    private static String bounded(String key) {
        return key.length() <= MAX_KEY_LENGTH
                ? key
                : UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
