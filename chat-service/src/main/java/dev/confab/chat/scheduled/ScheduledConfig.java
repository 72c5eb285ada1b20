package dev.confab.chat.scheduled;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Messages that are posted later. */
@ConfigMapping(prefix = "confab.scheduled")
public interface ScheduledConfig {

    /** How many scheduled messages a user may have at a time. */
    @WithDefault("100")
    int maxPerUser();

    /**
     * How long after its time a message is posted by a node itself, because nothing was heard of its task, and how long
     * after that it is tried again. Longer than task-worker usually is behind.
     */
    @WithDefault("5m")
    Duration overdueAfter();
}
