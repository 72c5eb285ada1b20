package dev.confab.task.worker;

import java.time.Instant;

/**
 * A process that runs tasks.
 *
 * @param id new at each start
 * @param host where it runs
 * @param running how many tasks it runs
 * @param alive whether it has been heard of recently
 */
public record WorkerView(
        String id, String host, String version, Instant startedAt, Instant lastSeen, int running, boolean alive) {}
