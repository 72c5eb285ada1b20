package dev.confab.task.lifecycle;

import dev.confab.common.task.TaskRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request and the state that its task begins in.
 *
 * @param state {@link TaskState#STARTED} if the worker that stores it has room; otherwise it waits, or is too late already
 * @param error why it is too late
 */
public record NewTask(
        TaskRequest request, TaskState state, @Nullable TaskError error) {
    public NewTask {
        switch (state) {
            case PENDING, SCHEDULED, STARTED, REVOKED -> {}
            case RETRY, SUCCEEDED, FAILED -> throw new IllegalArgumentException("no task begins as " + state);
        }
    }
}
