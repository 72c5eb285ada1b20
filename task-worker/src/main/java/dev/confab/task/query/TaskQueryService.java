package dev.confab.task.query;

import dev.confab.task.lifecycle.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at tasks. Every call blocks for a query. */
public interface TaskQueryService {
    /** The task with its attempts. */
    Optional<TaskView> find(UUID id);

    /** As {@link #find}, once the task has ended or the time is over. Blocks that long; waiting costs no query per waiter. */
    Optional<TaskView> awaitEnd(UUID id, Duration atMost) throws InterruptedException;

    /**
     * Tasks without their attempts, the newest first.
     *
     * @param after the {@code next} of the page before
     */
    TaskPage list(TaskFilter filter, @Nullable UUID after, int limit);

    /** All queues that this service has, and those of which it only has tasks. */
    List<QueueOverview> queues();
}
