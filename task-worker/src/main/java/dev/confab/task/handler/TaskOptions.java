package dev.confab.task.handler;

import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskTopics;
import java.time.Duration;
import java.util.Set;

/**
 * How tasks of a type run, unless a request asks for something else. Retry {@code n}, counted from 0, comes
 * {@code retryDelay * 2^n} after the failure, {@code maxRetryDelay} at most, and up to a tenth of it later, so that what
 * failed together does not return together.
 *
 * @param queue where requests that name none are put
 * @param maxRetries how often a failed task is run again; 0 for never
 * @param retryDelay before the first retry
 * @param maxRetryDelay no retry waits longer, but for that tenth
 * @param softTimeLimit after it the handler is interrupted and can clean up; the attempt then counts as it ends
 * @param timeLimit after it the attempt has failed, whatever the handler still does
 * @param retryOn exceptions that are worth a retry, with their subclasses; all others are final
 */
public record TaskOptions(
        String queue,
        int maxRetries,
        Duration retryDelay,
        Duration maxRetryDelay,
        Duration softTimeLimit,
        Duration timeLimit,
        Set<Class<? extends Throwable>> retryOn) {
    /** Queue {@code default}, 3 retries after 60, 120, 240 s, an hour at most, 270 s soft and 300 s hard. */
    public static final TaskOptions DEFAULTS = new TaskOptions(
            "default",
            3,
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            Duration.ofSeconds(270),
            Duration.ofSeconds(300),
            Set.of(Throwable.class));

    private static final int MOST_DOUBLINGS = 30;

    public TaskOptions {
        retryOn = Set.copyOf(retryOn);
        require(TaskTopics.isQueue(queue), "a queue is named by a-z, 0-9 and -, at most 63");
        require(maxRetries >= 0 && maxRetries <= TaskRequest.MOST_RETRIES, "there are 0 to 1000 retries");
        require(retryDelay.isPositive(), "a retry has a delay");
        require(maxRetryDelay.compareTo(retryDelay) >= 0, "the longest delay is not below the first one");
        require(softTimeLimit.isPositive(), "a task needs time");
        require(softTimeLimit.compareTo(timeLimit) <= 0, "the soft time limit comes before the hard one");
    }

    /** How long to wait before retry {@code n}, counted from 0, but for what is added by chance. */
    public Duration delayBefore(int n) {
        if (n >= MOST_DOUBLINGS) {
            return maxRetryDelay;
        }
        Duration delay = retryDelay.multipliedBy(1L << n);
        return delay.compareTo(maxRetryDelay) < 0 ? delay : maxRetryDelay;
    }

    public TaskOptions withQueue(String other) {
        return new TaskOptions(other, maxRetries, retryDelay, maxRetryDelay, softTimeLimit, timeLimit, retryOn);
    }

    public TaskOptions withRetries(int retries, Duration delay, Duration longestDelay) {
        return new TaskOptions(queue, retries, delay, longestDelay, softTimeLimit, timeLimit, retryOn);
    }

    public TaskOptions withTimeLimits(Duration soft, Duration hard) {
        return new TaskOptions(queue, maxRetries, retryDelay, maxRetryDelay, soft, hard, retryOn);
    }

    /** Only failures of these kinds are worth a retry. */
    public TaskOptions withRetryOn(Set<Class<? extends Throwable>> failures) {
        return new TaskOptions(queue, maxRetries, retryDelay, maxRetryDelay, softTimeLimit, timeLimit, failures);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
