package dev.confab.common.layer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** The layer between the nodes of chat-service. */
@ConfigMapping(prefix = "confab.layer")
public interface LayerConfig {
    /**
     * {@code kafka}, or {@code local} for one process of chat-service with PostgreSQL and Redis and nothing else. With
     * {@code local} no Kafka client is made; there are no notifications, no mails and no smaller sizes of images.
     */
    @WithParentName
    @WithDefault("kafka")
    Layer kind();

    /** How long the only node of the layer {@code local} keeps its place when it says nothing: what a crash delays. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration lease();

    /** How often the layer {@code local} puts aside what is not published. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration interval();

    /**
     * How many records for other services the layer {@code local} keeps for a later change to {@code kafka}, besides the
     * newest state of each account. Beyond, the oldest are discarded and counted. Events are kept by the log itself.
     */
    @WithDefault("10000")
    @Min(1)
    int capacity();

    /** How long it keeps them; older ones are discarded and counted. */
    @WithDefault("7d")
    Duration expiry();
}
