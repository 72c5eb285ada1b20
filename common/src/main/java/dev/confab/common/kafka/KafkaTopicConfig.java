package dev.confab.common.kafka;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.OptionalInt;

/** The topics that confab creates. Topics that exist are left as they are. */
@ConfigMapping(prefix = "confab.kafka.topics")
public interface KafkaTopicConfig {
    /** Partitions of a new topic. Not to be changed later: the order of a stream rests on its key's partition. */
    @WithDefault("12")
    @Min(1)
    int partitions();

    /** Copies of each partition: 1 on one broker, 3 on a cluster. */
    @WithDefault("1")
    short replicationFactor();

    /** Copies that must have a record before it counts as published. Default: one less than there are, at least 1. */
    OptionalInt minInSyncReplicas();

    /** How long records are kept for consumers outside of confab; confab itself reads missed events from its database. */
    @WithDefault("7d")
    Duration retention();

    /** The largest record; above the largest event. */
    @WithDefault("2M")
    MemorySize maxRecordSize();
}
