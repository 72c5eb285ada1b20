package dev.confab.cli.deadletter;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.TaskWorkerOption;
import dev.confab.cli.task.TaskTable;
import dev.confab.client.rest.DeadLetter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code confab dlq show}. */
@Command(name = "show", description = "One task that was given up: why, and what it was to do.")
final class ShowDeadLetterCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "TASK", description = "The task's id.")
    private String id = "";

    @Mixin
    private final TaskWorkerOption taskWorker = new TaskWorkerOption();

    ShowDeadLetterCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        DeadLetter letter =
                context.signedIn().deadLetters(taskWorker.in(cli, context)).get(id);
        cli.print(letter, DeadLetterTable.create());
        if (cli.asTable()) {
            TaskTable.printAttempts(cli, letter.attempts());
            TaskTable.printLine(cli, "PAYLOAD", letter.payload());
        }
    }
}
