package dev.confab.cli.task;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.TaskWorkerOption;
import dev.confab.client.rest.WorkerState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code confab tasks workers}. */
@Command(name = "workers", description = "The workers and what each runs.")
final class WorkersCommand extends DeploymentCommand implements Runnable {
    @Mixin
    private final TaskWorkerOption taskWorker = new TaskWorkerOption();

    WorkersCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        cli.print(
                context.signedIn().tasks(taskWorker.in(cli, context)).workers(),
                new Table<WorkerState>()
                        .column("WORKER", WorkerState::id)
                        .column("HOST", WorkerState::host)
                        .column("STATE", worker -> worker.alive() ? "up" : "GONE")
                        .column("RUNNING", WorkerState::running)
                        .column("STARTED", WorkerState::startedAt)
                        .column("LAST SEEN", WorkerState::lastSeen));
    }
}
