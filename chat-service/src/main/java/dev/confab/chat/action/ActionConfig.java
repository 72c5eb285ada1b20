package dev.confab.chat.action;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What people do in rooms besides talking: reactions, edits, pins and so on. */
@ConfigMapping(prefix = "confab.actions")
public interface ActionConfig {

    /** How many of them a user may do within {@code rate-period}, over all rooms, connections and nodes. */
    @WithDefault("10")
    @Min(1)
    int rateLimit();

    /** The period of {@code rate-limit}. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration ratePeriod();
}
