package dev.confab.task.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task.
 *
 * @param worker the id of the worker that ran it
 * @param endedAt null while it runs
 * @param error null while it runs and when it succeeded
 */
public record AttemptView(
        int attempt,
        Instant startedAt,
        @Nullable Instant endedAt,
        String worker,
        @Nullable TaskError error) {}
