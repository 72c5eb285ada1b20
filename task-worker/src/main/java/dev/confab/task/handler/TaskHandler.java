package dev.confab.task.handler;

import org.jspecify.annotations.Nullable;

/**
 * What a type of task does. A handler is a CDI bean of scope {@code @ApplicationScoped} or {@code @Singleton}; it is found
 * when the service starts, without being registered anywhere.
 *
 * <p>One instance serves all tasks of its type, many at a time, each on a virtual thread of its own that may block. A task
 * runs <em>at least once</em>: a worker that dies, or is out of reach for longer than its lease, is replaced by another
 * one. What happens in this service's database through {@link TaskContext#inTransaction} happens exactly once; whatever is
 * done elsewhere needs {@link TaskContext#taskId()} as a key by which the other side recognises a repetition.
 *
 * <p>The thread is interrupted when the task is cancelled, when its soft time limit has passed, when the service stops, and
 * when somebody else has taken the task over. A handler that ignores this is left running and its outcome is not counted.
 *
 * @param <P> the payload, read from JSON
 */
public interface TaskHandler<P> {
    /** The name under which tasks are submitted, such as {@code send-email}: {@code a-z 0-9 . _ -}, at most 100. Unique. */
    String type();

    /** What the payload is read as; fields that it does not have are refused. {@code JsonNode} takes any. */
    Class<P> payloadType();

    /** Queue, retries and limits of tasks that do not ask for others. */
    default TaskOptions options() {
        return TaskOptions.DEFAULTS;
    }

    /**
     * Runs one attempt.
     *
     * @return the result, stored as JSON; null for none
     * @throws PermanentFailureException when no repetition can help: the task goes to the dead letter at once
     * @throws RetryLaterException to be run again after a time of the handler's choice; counts as a retry or not
     * @throws Exception any other failure: run again by the options until its retries are used up
     */
    @Nullable
    Object run(P payload, TaskContext context) throws Exception;
}
