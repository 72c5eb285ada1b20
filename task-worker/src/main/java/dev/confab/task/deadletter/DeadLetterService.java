package dev.confab.task.deadletter;

import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.query.TaskPage;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tasks that have failed for good. Every call blocks for a query. */
public interface DeadLetterService {
    /** Which of them; null matches all. */
    record DeadLetterFilter(
            @Nullable String queue, @Nullable String type) {}

    /** Those that failed last are first; without their attempts. */
    TaskPage list(DeadLetterFilter filter, @Nullable UUID after, int limit);

    /** One with its attempts; empty if there is none or it is not dead. */
    Optional<TaskView> find(UUID id);

    /**
     * Makes the task wait to be run again, with all its retries. It keeps its id, so whoever recognises repetitions by it
     * still does.
     *
     * @throws dev.confab.common.error.ConfabException {@code task_not_found}; {@code conflict} if it is not dead
     */
    TaskView replay(UUID id);

    /**
     * Replays those that have been dead longest.
     *
     * @return how many; at most {@code limit}
     */
    int replay(DeadLetterFilter filter, int limit);
}
