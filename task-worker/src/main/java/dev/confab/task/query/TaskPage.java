package dev.confab.task.query;

import dev.confab.task.lifecycle.TaskView;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Some tasks, the newest first.
 *
 * @param next to be given as {@code after} for the next page; null at the end
 */
public record TaskPage(List<TaskView> tasks, @Nullable UUID next) {
    public TaskPage {
        tasks = List.copyOf(tasks);
    }

    /** The first {@code limit} of them; whether there is one more tells whether there is a next page. */
    public static TaskPage of(List<TaskView> tasks, int limit) {
        return tasks.size() <= limit
                ? new TaskPage(tasks, null)
                : new TaskPage(tasks.subList(0, limit), tasks.get(limit - 1).id());
    }
}
