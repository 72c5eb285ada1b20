package dev.confab.cli.task;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.TaskWorkerOption;
import dev.confab.client.rest.Task;
import dev.confab.client.rest.TasksApi;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code confab tasks show}. */
@Command(
        name = "show",
        description = "One task, its attempts and its result.",
        footer = {"", "With --wait, exit code 1 unless it has succeeded by then."})
final class ShowTaskCommand extends DeploymentCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TASK", description = "The task's id.")
    private String id = "";

    @Mixin
    private final TaskWait wait = new TaskWait();

    @Mixin
    private final TaskWorkerOption taskWorker = new TaskWorkerOption();

    ShowTaskCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public Integer call() {
        TasksApi tasks = context.signedIn().tasks(taskWorker.in(cli, context));
        Task task = wait.asked() ? wait.await(tasks, id) : tasks.get(id);
        TaskTable.print(cli, task);
        return wait.exitCode(task);
    }
}
