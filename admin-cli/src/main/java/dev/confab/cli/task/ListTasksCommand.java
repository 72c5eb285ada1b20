package dev.confab.cli.task;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Paging;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.TaskWorkerOption;
import dev.confab.client.rest.TasksApi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code confab tasks list}. */
@Command(name = "list", description = "Tasks, the newest first.")
final class ListTasksCommand extends DeploymentCommand implements Runnable {
    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only these: pending, scheduled, started, retry, succeeded, failed or revoked.")
    private @Nullable String state;

    @Option(names = "--queue", paramLabel = "QUEUE", description = "Only those of this queue.")
    private @Nullable String queue;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only those of this type.")
    private @Nullable String type;

    @Mixin
    private final Paging paging = new Paging();

    @Mixin
    private final TaskWorkerOption taskWorker = new TaskWorkerOption();

    ListTasksCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        TasksApi tasks = context.signedIn().tasks(taskWorker.in(cli, context));
        cli.print(
                paging.collect(cli, (after, size) -> tasks.list(state, queue, type, after, size)), TaskTable.create());
    }
}
