package dev.confab.client.rest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a task.
 *
 * @param endedAt null while it runs
 * @param worker which worker made it
 * @param error null unless it failed
 */
public record TaskAttempt(
        int attempt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String worker,
        @Nullable TaskFault error) {}
