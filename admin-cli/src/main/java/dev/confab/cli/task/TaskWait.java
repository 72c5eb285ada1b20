package dev.confab.cli.task;

import dev.confab.cli.console.ExitCodes;
import dev.confab.client.rest.Task;
import dev.confab.client.rest.TasksApi;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether to wait for the end of a task. */
final class TaskWait {
    @Option(names = "--wait", paramLabel = "DURATION", description = "Wait for its end, at most so long (30s, 2m).")
    private @Nullable Duration limit;

    boolean asked() {
        return limit != null;
    }

    Task await(TasksApi tasks, String id) {
        return tasks.await(id, limit == null ? Duration.ZERO : limit);
    }

    /** A failure for those who asked to wait for a success. */
    int exitCode(Task task) {
        return limit == null || task.state().equals("succeeded") ? ExitCodes.OK : ExitCodes.FAILURE;
    }
}
