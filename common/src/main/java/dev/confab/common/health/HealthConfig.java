package dev.confab.common.health;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the health checks look at what the service depends on. */
@ConfigMapping(prefix = "confab.health")
public interface HealthConfig {
    /** The answer of a probe counts this long, however often somebody asks for the health. */
    @WithDefault("2s")
    Duration reuse();

    /** What has not answered after this time is reported as down. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration timeout();

    /** A folder on the disk whose free space is watched. */
    @WithDefault(".")
    Path diskPath();

    /** With less free space than this on that disk, the check {@code disk} is down. The service goes on. */
    @WithDefault("512M")
    MemorySize diskMinimumFree();
}
