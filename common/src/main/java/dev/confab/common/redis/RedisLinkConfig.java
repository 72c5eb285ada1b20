package dev.confab.common.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How this node talks to Redis for presence, typing and rate limits. The server itself is set by `quarkus.redis.hosts`. */
@ConfigMapping(prefix = "confab.redis")
public interface RedisLinkConfig {

    /** How long a command may take before Redis counts as away. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration commandTimeout();

    /** The longest pause between two attempts to reach Redis again. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration maxReconnectDelay();

    /** How many commands may wait for their answer; more are refused as if Redis were away. At most 2000. */
    @WithDefault("1500")
    @Min(1)
    int maxInFlight();
}
