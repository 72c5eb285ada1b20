package dev.confab.task.execution;

import dev.confab.task.execution.RunningTask.Interruption;
import dev.confab.task.handler.PermanentFailureException;
import dev.confab.task.handler.RetryLaterException;
import dev.confab.task.handler.TaskOptions;
import dev.confab.task.lifecycle.ClaimedTask;
import dev.confab.task.lifecycle.Ending;
import dev.confab.task.lifecycle.TaskConfig;
import dev.confab.task.lifecycle.TaskError;
import dev.confab.task.lifecycle.TaskErrors;
import dev.confab.task.lifecycle.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What follows from the way in which an attempt came to its end. Pure but for the jitter. */
final class EndingPolicy {
    /** Retries are put off by up to this share of their delay. */
    private static final double JITTER = 0.1;

    private final TaskConfig config;
    private final RandomGenerator random;

    EndingPolicy(TaskConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /**
     * The handler has thrown.
     *
     * @param interruption why it was interrupted before, if it was
     */
    Ending failed(
            ClaimedTask task,
            TaskOptions options,
            Throwable failure,
            @Nullable Interruption interruption,
            Instant now) {
        if (interruption == Interruption.CANCEL) {
            return cancelled(task);
        }
        if (failure instanceof PermanentFailureException permanent) {
            return Ending.failed(task, new TaskError(permanent.code(), messageOf(permanent)));
        }
        if (interruption == Interruption.STOP) {
            return Ending.handedBack(task.id(), task.attempt());
        }
        TaskError error = interruption == Interruption.TIME
                ? new TaskError(
                        TaskErrors.SOFT_TIME_LIMIT,
                        "Interrupted after " + options.softTimeLimit().toSeconds() + " s: " + messageOf(failure))
                : new TaskError(TaskErrors.FAILED, messageOf(failure));
        if (failure instanceof RetryLaterException later) {
            Instant due = now.plus(later.delay());
            if (!later.counted()) {
                return Ending.uncountedRetry(task, due.plus(share(later.delay(), JITTER)), error);
            }
            return mayRetry(task, options) ? Ending.retry(task, due, error) : Ending.failed(task, error);
        }
        boolean worthIt = interruption == Interruption.TIME
                || options.retryOn().stream().anyMatch(kind -> kind.isInstance(failure));
        return worthIt ? again(task, options, error, now) : Ending.failed(task, error);
    }

    /** The hard time limit has passed. */
    Ending outOfTime(ClaimedTask task, TaskOptions options, Instant now) {
        String message = "Not done after " + options.timeLimit().toSeconds() + " s.";
        return again(task, options, new TaskError(TaskErrors.TIME_LIMIT, message), now);
    }

    /** There is no handler, at least not in this version of the service. */
    Ending unknownType(ClaimedTask task, Instant now) {
        TaskError error = new TaskError(TaskErrors.UNKNOWN_TYPE, "No handler knows the type " + task.type() + ".");
        return again(task, TaskOptions.DEFAULTS, error, now);
    }

    Ending unreadablePayload(ClaimedTask task, String message) {
        return Ending.failed(task, new TaskError(TaskErrors.INVALID_PAYLOAD, message));
    }

    Ending cancelled(ClaimedTask task) {
        return Ending.revoked(task, new TaskError(TaskErrors.CANCELLED, "Cancelled while it ran."));
    }

    /** The worker that had it has not renewed its lease. */
    Ending lost(ClaimedTask task, Instant now) {
        int losses = task.losses() + 1;
        TaskError error = new TaskError(
                TaskErrors.WORKER_LOST, "The worker died or was out of reach; this happened " + losses + " times.");
        if (losses >= config.maxLosses()) {
            return new Ending(task.id(), task.attempt(), TaskState.FAILED, Ending.Count.LOSS, null, null, 0, error);
        }
        if (losses == 1) {
            return new Ending(task.id(), task.attempt(), TaskState.PENDING, Ending.Count.LOSS, null, null, 0, error);
        }
        // Apart in time from those that were lost with it: if it is the one that kills, they get away.
        Duration delay = config.lossDelay().multipliedBy(1L << Math.min(losses - 2, 20));
        Instant due = now.plus(delay).plus(share(delay, 1.0));
        return new Ending(task.id(), task.attempt(), TaskState.RETRY, Ending.Count.LOSS, due, null, 0, error);
    }

    private Ending again(ClaimedTask task, TaskOptions options, TaskError error, Instant now) {
        if (!mayRetry(task, options)) {
            return Ending.failed(task, error);
        }
        Duration delay = options.delayBefore(task.failures());
        return Ending.retry(task, now.plus(delay).plus(share(delay, JITTER)), error);
    }

    private static boolean mayRetry(ClaimedTask task, TaskOptions options) {
        Integer wanted = task.maxRetries();
        return task.failures() < (wanted == null ? options.maxRetries() : wanted);
    }

    private Duration share(Duration whole, double atMost) {
        return Duration.ofMillis((long) (whole.toMillis() * atMost * random.nextDouble()));
    }

    private static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        boolean speaksForItself =
                failure instanceof PermanentFailureException || failure instanceof RetryLaterException;
        return message == null ? kind : speaksForItself ? message : kind + ": " + message;
    }
}
