package dev.confab.cli.task;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.TaskWorkerOption;
import dev.confab.client.rest.QueueState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code confab tasks queues}. */
@Command(name = "queues", description = "The queues and how much there is to do in each.")
final class QueuesCommand extends DeploymentCommand implements Runnable {
    @Mixin
    private final TaskWorkerOption taskWorker = new TaskWorkerOption();

    QueuesCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        cli.print(
                context.signedIn().tasks(taskWorker.in(cli, context)).queues(),
                new Table<QueueState>()
                        .column("QUEUE", QueueState::name)
                        .column("WAITING", QueueState::waiting)
                        .column("RUNNING", QueueState::running)
                        .column("SCHEDULED", QueueState::scheduled)
                        .column("RETRYING", QueueState::retrying)
                        .column("DEAD", QueueState::dead)
                        .column("OLDEST WAITING", QueueState::oldestWaiting));
    }
}
