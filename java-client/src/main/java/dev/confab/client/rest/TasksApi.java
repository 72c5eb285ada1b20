package dev.confab.client.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Background tasks. For staff. */
public final class TasksApi {
    /** Well below the time after which a request is given up. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private static final TypeReference<Page<Task>> TASK_PAGE = new TypeReference<>() {};
    private static final TypeReference<List<QueueState>> QUEUES = new TypeReference<>() {};
    private static final TypeReference<List<WorkerState>> WORKERS = new TypeReference<>() {};

    private static final String TASKS = "api/tasks";

    private final ApiSession session;

    TasksApi(ApiSession session) {
        this.session = session;
    }

    /** Returns the task, or the one that was submitted under the same id before. */
    public Task submit(TaskSubmission submission) {
        return session.call("POST", TASKS, submission).as(Task.class);
    }

    /** The newest first. Null asks for all. */
    public Page<Task> list(
            @Nullable String state, @Nullable String queue, @Nullable String type, @Nullable String after, int limit) {
        return session.call(
                        "GET",
                        ApiPath.of(TASKS)
                                .query("state", state)
                                .query("queue", queue)
                                .query("type", type)
                                .query("after", after)
                                .query("limit", limit),
                        null)
                .as(TASK_PAGE);
    }

    public Task get(String id) {
        return session.call("GET", ApiPath.of(TASKS, id), null).as(Task.class);
    }

    /** The task once it has ended, or as it is after that time. */
    public Task await(String id, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            long wait = Math.min(LONGEST_WAIT.toMillis(), left.toMillis());
            Task task = session.call("GET", ApiPath.of(TASKS, id).query("wait", wait + "ms"), null)
                    .as(Task.class);
            if (task.ended() || System.nanoTime() - deadline >= 0) {
                return task;
            }
        }
    }

    /** Keeps a waiting task from being started, or interrupts a running one. */
    public Task cancel(String id) {
        return session.call("POST", ApiPath.of(TASKS, id).then("cancel"), null).as(Task.class);
    }

    public List<QueueState> queues() {
        return session.call("GET", "api/queues", null).as(QUEUES);
    }

    public List<WorkerState> workers() {
        return session.call("GET", "api/workers", null).as(WORKERS);
    }
}
