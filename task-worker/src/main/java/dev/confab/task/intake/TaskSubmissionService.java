package dev.confab.task.intake;

import dev.confab.common.task.TaskRequest;
import dev.confab.task.lifecycle.TaskView;

/** Takes requests that do not come through Kafka. */
public interface TaskSubmissionService {
    /**
     * What became of a request.
     *
     * @param created false if there was a task with this id already; the request then changed nothing
     */
    record Submission(TaskView task, boolean created) {}

    /**
     * Stores the task; when this returns it is committed and will be run at least once. If this worker has room it starts
     * at once. Blocking.
     *
     * @throws dev.confab.common.error.ConfabException {@code unknown_task_type}, {@code unknown_queue}, {@code unavailable}
     */
    Submission submit(TaskRequest request);

    /** The queue of requests for this type that name none. Fails with {@code unknown_task_type}. */
    String defaultQueue(String type);
}
