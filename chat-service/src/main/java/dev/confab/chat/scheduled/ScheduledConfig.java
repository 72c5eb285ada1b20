package dev.confab.chat.scheduled;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Messages that are posted later. */
@ConfigMapping(prefix = "confab.scheduled")
public interface ScheduledConfig {

    /** How many scheduled messages a user may have at a time. */
    @WithDefault("100")
    @Min(0)
    int maxPerUser();

    /**
     * How long after its time a message is posted by a node itself, because nothing was heard of its task, and how long
     * after that it is tried again. Longer than task-worker usually is behind.
     */
    @WithDefault("5m")
    @DurationMin(seconds = 1)
    Duration overdueAfter();
}
