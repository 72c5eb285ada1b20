package dev.confab.task.lifecycle;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ends. Applied only if the attempt is still the current one of a started task.
 *
 * @param next the state that the task comes to be in; a cancelled task is revoked instead of waiting or failing
 * @param dueAt when it is to run again, if next is {@link TaskState#RETRY}
 * @param result JSON, null if there is none or it is not kept
 * @param error null if it succeeded
 * @param follower what begins when it has succeeded
 */
public record Ending(
        UUID id,
        int attempt,
        TaskState next,
        Count count,
        @Nullable Instant dueAt,
        @Nullable String result,
        int resultBytes,
        @Nullable TaskError error,
        @Nullable NewTask follower) {
    /** What an attempt that did not succeed counts as. */
    public enum Count {
        NOTHING,
        FAILURE,
        LOSS
    }

    public Ending {
        if (!TaskState.STARTED.canBecome(next)) {
            throw new IllegalArgumentException("an attempt does not end as " + next);
        }
        if ((next == TaskState.RETRY) != (dueAt != null)) {
            throw new IllegalArgumentException("a retry, and nothing else, has a time");
        }
        if ((next == TaskState.SUCCEEDED) != (error == null)) {
            throw new IllegalArgumentException("success, and nothing else, has no error");
        }
        if (follower != null && next != TaskState.SUCCEEDED) {
            throw new IllegalArgumentException("a chain goes on after a success only");
        }
    }

    /** An ending that nothing follows. */
    public Ending(
            UUID id,
            int attempt,
            TaskState next,
            Count count,
            @Nullable Instant dueAt,
            @Nullable String result,
            int resultBytes,
            @Nullable TaskError error) {
        this(id, attempt, next, count, dueAt, result, resultBytes, error, null);
    }

    /** The task has succeeded; if it is a step of a chain, the next one begins. */
    public static Ending succeeded(ClaimedTask task, @Nullable String result, int resultBytes) {
        return new Ending(
                task.id(),
                task.attempt(),
                TaskState.SUCCEEDED,
                Count.NOTHING,
                null,
                result,
                resultBytes,
                null,
                Followers.next(task, result));
    }

    public static Ending failed(ClaimedTask task, TaskError error) {
        return new Ending(task.id(), task.attempt(), TaskState.FAILED, Count.FAILURE, null, null, 0, error);
    }

    public static Ending retry(ClaimedTask task, Instant dueAt, TaskError error) {
        return new Ending(task.id(), task.attempt(), TaskState.RETRY, Count.FAILURE, dueAt, null, 0, error);
    }

    /** The task waits for something that is away: a retry that uses up none. */
    public static Ending uncountedRetry(ClaimedTask task, Instant dueAt, TaskError error) {
        return new Ending(task.id(), task.attempt(), TaskState.RETRY, Count.NOTHING, dueAt, null, 0, error);
    }

    public static Ending revoked(ClaimedTask task, TaskError error) {
        return new Ending(task.id(), task.attempt(), TaskState.REVOKED, Count.NOTHING, null, null, 0, error);
    }

    /** The worker stops: the task waits again as if this attempt had not been. */
    public static Ending handedBack(UUID id, int attempt) {
        return new Ending(
                id,
                attempt,
                TaskState.PENDING,
                Count.NOTHING,
                null,
                null,
                0,
                new TaskError(TaskErrors.HANDED_BACK, "The worker stopped and gave the task back."));
    }
}
