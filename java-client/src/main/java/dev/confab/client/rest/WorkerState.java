package dev.confab.client.rest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs tasks.
 *
 * @param id new at each start
 * @param running how many tasks it runs
 * @param alive whether it has been heard of recently
 */
public record WorkerState(
        String id,
        @Nullable String host,
        @Nullable String version,
        @Nullable Instant startedAt,
        @Nullable Instant lastSeen,
        int running,
        boolean alive) {}
