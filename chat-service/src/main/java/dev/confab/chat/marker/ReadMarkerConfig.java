package dev.confab.chat.marker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How far people have read. */
@ConfigMapping(prefix = "confab.read-markers")
public interface ReadMarkerConfig {

    /** How often what clients report as seen is written down, which is the most that a crash loses of it. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration interval();
}
