package dev.confab.task.lifecycle;

import dev.confab.common.task.TaskRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request and the state that its task begins in.
 *
 * @param state {@link TaskState#STARTED} if the worker that stores it has room; otherwise it waits, or is too late already
 * @param error why it is too late
 * @param chainId the first task of its chain; null for a task alone
 */
public record NewTask(
        TaskRequest request,
        TaskState state,
        @Nullable TaskError error,
        @Nullable UUID chainId) {
    public NewTask {
        switch (state) {
            case PENDING, SCHEDULED, STARTED, REVOKED -> {}
            case RETRY, SUCCEEDED, FAILED -> throw new IllegalArgumentException("no task begins as " + state);
        }
    }

    /** A request from outside: if it has steps that follow, it is the first of its chain. */
    public NewTask(TaskRequest request, TaskState state, @Nullable TaskError error) {
        this(request, state, error, TaskLinks.of(request).chainId());
    }

    TaskLinks links() {
        return new TaskLinks(chainId, request.next(), request.onFailure());
    }
}
