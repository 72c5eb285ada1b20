package dev.confab.cli.task;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Table;
import dev.confab.client.rest.Task;
import dev.confab.client.rest.TaskAttempt;
import dev.confab.client.rest.TaskFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks and their attempts as tables. */
public final class TaskTable {
    private TaskTable() {}

    static Table<Task> create() {
        return new Table<Task>()
                .column("TASK", Task::id)
                .column("TYPE", Task::type)
                .column("QUEUE", Task::queue)
                .column("STATE", Task::state)
                .column("ATTEMPT", Task::attempt)
                .column("SUBMITTED", Task::createdAt)
                .column("DUE", Task::dueAt)
                .column("ENDED", Task::endedAt)
                .column("ERROR", task -> text(task.error()));
    }

    /** Writes one task with its attempts. */
    static void print(Cli cli, Task task) {
        cli.print(task, create());
        if (cli.asTable()) {
            printAttempts(cli, task.attempts());
            printLine(cli, "PAYLOAD", task.payload());
            printLine(cli, "RESULT", task.result());
        }
    }

    /** Writes attempts, if there are any. */
    public static void printAttempts(Cli cli, List<TaskAttempt> attempts) {
        if (attempts.isEmpty()) {
            return;
        }
        cli.terminal().out().println();
        cli.print(
                attempts,
                new Table<TaskAttempt>()
                        .column("ATTEMPT", TaskAttempt::attempt)
                        .column("STARTED", TaskAttempt::startedAt)
                        .column("ENDED", TaskAttempt::endedAt)
                        .column("WORKER", TaskAttempt::worker)
                        .column("ERROR", attempt -> text(attempt.error())));
    }

    /** Writes a heading and a value on one line; nothing for null. */
    public static void printLine(Cli cli, String heading, @Nullable Object value) {
        if (value != null) {
            cli.terminal().out().println();
            cli.terminal().out().println(heading + "  " + Table.printable(value));
        }
    }

    /** Code and message in one cell. */
    public static @Nullable String text(@Nullable TaskFault fault) {
        return fault == null ? null : fault.code() + ": " + fault.message();
    }
}
