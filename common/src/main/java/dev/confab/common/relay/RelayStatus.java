package dev.confab.common.relay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the relay of this node is doing, for health checks and people.
 *
 * @param shardsHeld of 16; nodes share them
 * @param brokerReachable whether the last try to publish succeeded
 * @param lastPublished when the last record was acknowledged; absent if none was since the start
 * @param backlog as of the last look, some seconds ago
 */
public record RelayStatus(
        boolean running,
        int shardsHeld,
        boolean brokerReachable,
        @Nullable Instant lastPublished,
        RelayBacklog backlog) {}
