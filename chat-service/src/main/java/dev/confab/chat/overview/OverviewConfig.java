package dev.confab.chat.overview;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** The overview for staff. */
@ConfigMapping(prefix = "confab.overview")
public interface OverviewConfig {

    /** How often a node writes down its figures; one that has not done so three times is taken for gone. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration interval();
}
