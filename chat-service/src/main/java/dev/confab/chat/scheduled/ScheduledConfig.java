package dev.confab.chat.scheduled;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Messages that are posted later. */
@ConfigMapping(prefix = "confab.scheduled")
public interface ScheduledConfig {

    /** How many scheduled messages a user may have at a time. */
    @WithDefault("100")
    int maxPerUser();
}
