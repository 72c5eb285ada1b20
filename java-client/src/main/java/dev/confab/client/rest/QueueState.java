package dev.confab.client.rest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much there is to do.
 *
 * @param waiting could be started now
 * @param scheduled waits for its time
 * @param retrying has failed and waits for its next run
 * @param dead was given up
 * @param oldestWaiting since when the first of those that wait could have been started
 */
public record QueueState(
        String name,
        long waiting,
        long running,
        long scheduled,
        long retrying,
        long dead,
        @Nullable Instant oldestWaiting) {}
