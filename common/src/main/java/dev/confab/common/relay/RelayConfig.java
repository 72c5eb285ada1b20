package dev.confab.common.relay;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** The relay from the outbox to Kafka. */
@ConfigMapping(prefix = "confab.relay")
public interface RelayConfig {
    /** Whether this node takes part in publishing. At least one node must. */
    @WithDefault("true")
    boolean enabled();

    /** How long a node that says nothing keeps its shards: what its death delays, and the time a broker may take. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration lease();

    /** How often the outbox is looked at without being told to. */
    @WithDefault("1s")
    @DurationMin(millis = 1)
    Duration pollInterval();

    /** The most outbox rows per shard that are published before their acknowledgements are awaited. */
    @WithDefault("500")
    @Min(1)
    int maxRows();

    /** The most events per shard that are published before their acknowledgements are awaited. */
    @WithDefault("1000")
    @Min(1)
    int maxEvents();

    /** The most bytes of records per shard that are published before their acknowledgements are awaited. */
    @WithDefault("1M")
    MemorySize maxSize();

    /**
     * The least time between the beginnings of two rounds of publishing while other nodes wait for the events: the longer,
     * the cheaper. What comes after a pause is published at once.
     */
    @WithDefault("8ms")
    Duration collect();

    /** How long to collect while there is no other node: its own subscribers are served without Kafka. */
    @WithDefault("20ms")
    Duration collectAlone();

    /** The same while much is published: each round costs the database and the broker as much as many events do. */
    @WithDefault("150ms")
    Duration collectBusy();

    /** How long to let what Kafka carries pile up before it is fetched, while there is no other node that could publish. */
    @WithDefault("100ms")
    Duration fetchAlone();
}
