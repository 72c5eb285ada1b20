package dev.confab.common.health;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Shows whether Redis answers. Nothing durable lives there, so the service stays ready without it. */
@Readiness
@ApplicationScoped
class RedisHealthCheck implements AsyncHealthCheck {
    private final Probe probe;

    RedisHealthCheck(ReactiveRedisDataSource redis, HealthConfig config, InstantSource clock) {
        probe = new Probe(
                "redis",
                false,
                config,
                clock,
                () -> redis.execute("PING").await().atMost(config.timeout()));
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return probe.response();
    }
}
