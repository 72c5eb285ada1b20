package dev.confab.task.lifecycle;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task's state after a change that is about to be committed.
 *
 * @param worker who runs it or ran it last
 * @param startedAt of the last run
 * @param readyAt since when it could have run, before the last run
 */
public record TaskChange(
        UUID id,
        String type,
        String queue,
        TaskState state,
        int attempt,
        String source,
        @Nullable String requestId,
        @Nullable String traceParent,
        @Nullable String worker,
        @Nullable Instant startedAt,
        Instant readyAt,
        @Nullable Instant dueAt,
        @Nullable TaskError error) {}
