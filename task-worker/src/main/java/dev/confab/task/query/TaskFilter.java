package dev.confab.task.query;

import dev.confab.task.lifecycle.TaskState;
import org.jspecify.annotations.Nullable;

/** Which tasks; null matches all. */
public record TaskFilter(
        @Nullable TaskState state,
        @Nullable String queue,
        @Nullable String type) {
    public static final TaskFilter ALL = new TaskFilter(null, null, null);
}
