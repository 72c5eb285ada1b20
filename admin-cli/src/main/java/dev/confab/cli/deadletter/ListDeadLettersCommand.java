package dev.confab.cli.deadletter;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Paging;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.TaskWorkerOption;
import dev.confab.client.rest.DeadLettersApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code confab dlq list}. */
@Command(name = "list", description = "Tasks that were given up, the newest first.")
final class ListDeadLettersCommand extends DeploymentCommand implements Runnable {
    @Mixin
    private final Selection selection = new Selection();

    @Mixin
    private final Paging paging = new Paging();

    @Mixin
    private final TaskWorkerOption taskWorker = new TaskWorkerOption();

    ListDeadLettersCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        DeadLettersApi letters = context.signedIn().deadLetters(taskWorker.in(cli, context));
        cli.print(
                paging.collect(cli, (after, size) -> letters.list(selection.queue, selection.type, after, size)),
                DeadLetterTable.create());
    }
}
