package dev.confab.task.cancel;

import dev.confab.task.lifecycle.TaskView;
import java.util.UUID;

/** Takes back tasks. */
public interface TaskCancelService {
    /**
     * Takes the task back, durably. One that waits is revoked when this returns. One that runs is asked to stop
     * ({@link TaskView#cancelRequested}): its handler is interrupted within a second or two, wherever it runs, and if it
     * does not end by itself nothing of what it does counts after {@code confab.tasks.cancel-grace}. One that is revoked
     * already stays so. Blocking.
     *
     * @throws dev.confab.common.error.ConfabException {@code task_not_found}; {@code conflict} if it has succeeded or failed
     */
    TaskView cancel(UUID id);
}
