package dev.confab.cli.task;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.TaskWorkerOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab tasks cancel}. */
@Command(name = "cancel", description = "Keep a waiting task from being started, or interrupt a running one.")
final class CancelTaskCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "TASK", description = "The task's id.")
    private String id = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Mixin
    private final TaskWorkerOption taskWorker = new TaskWorkerOption();

    CancelTaskCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        var tasks = context.signedIn().tasks(taskWorker.in(cli, context));
        cli.confirm("Cancel the task " + id + "?", yes);
        TaskTable.print(cli, tasks.cancel(id));
    }
}
