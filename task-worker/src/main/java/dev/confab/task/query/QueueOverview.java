package dev.confab.task.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a queue is doing, on all workers together.
 *
 * @param concurrency how many tasks one worker runs at a time
 * @param waiting could run now
 * @param scheduled wait for their time
 * @param retrying have failed and wait for their next run
 * @param dead have failed for good
 * @param oldestWaiting since when the one waits that waits longest; null if none does
 */
public record QueueOverview(
        String name,
        int concurrency,
        long waiting,
        long running,
        long scheduled,
        long retrying,
        long dead,
        @Nullable Instant oldestWaiting) {}
