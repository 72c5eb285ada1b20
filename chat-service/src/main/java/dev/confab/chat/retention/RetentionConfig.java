package dev.confab.chat.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How rooms forget. How long each keeps what is said is a setting of the room. */
@ConfigMapping(prefix = "confab.retention")
public interface RetentionConfig {

    /** How often each node looks for what is to be forgotten; so much later it is forgotten at most. */
    @WithDefault("10m")
    @DurationMin(millis = 1)
    Duration interval();

    /** How many events are forgotten in one transaction, during which nothing can be stored in that room. */
    @WithDefault("2000")
    @Min(1)
    int batchSize();
}
