package dev.confab.cli.deadletter;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.TaskWorkerOption;
import dev.confab.client.rest.DeadLettersApi;
import dev.confab.client.rest.Page;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab dlq replay}. */
@Command(
        name = "replay",
        description = "Let tasks that were given up wait for a worker again, with all their retries.",
        footer = {
            "",
            "Without --all, the tasks have to be named. What fails again comes back to the list.",
            "",
            "Examples:",
            "  confab dlq replay 0199d6b2-7a61-7c07-8d0e-4ad1f1c4d3b5",
            "  confab dlq replay --all --queue email --yes"
        })
final class ReplayCommand extends DeploymentCommand implements Runnable {
    private static final int PAGE = 200;

    @Parameters(arity = "0..*", paramLabel = "TASK", description = "The tasks' ids.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "All that --queue and --type select.")
    private boolean all;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Mixin
    private final Selection selection = new Selection();

    @Mixin
    private final TaskWorkerOption taskWorker = new TaskWorkerOption();

    ReplayCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        if (all != ids.isEmpty() || (!all && selection.restricted())) {
            throw CommandException.usage("name the tasks, or select them by --all with --queue and --type");
        }
        DeadLettersApi letters = context.signedIn().deadLetters(taskWorker.in(cli, context));
        int selected = all ? count(letters) : ids.size();
        if (dryRun) {
            cli.done("would replay " + tasks(selected), Map.of("dryRun", true, "selected", selected));
            return;
        }
        if (all) {
            cli.confirm("Replay " + tasks(selected) + " at " + context.server() + "?", yes);
        }
        int replayed = all ? replaySelected(letters, selected) : replayNamed(letters);
        cli.done("replayed " + tasks(replayed), Map.of("replayed", replayed));
    }

    private int replayNamed(DeadLettersApi letters) {
        ids.forEach(letters::replay);
        return ids.size();
    }

    /** As many as were counted: what fails again meanwhile must not be replayed for ever. */
    private int replaySelected(DeadLettersApi letters, int selected) {
        int replayed = 0;
        while (replayed < selected) {
            int some = letters.replay(selection.queue, selection.type, Math.min(PAGE, selected - replayed));
            if (some == 0) {
                break;
            }
            replayed += some;
        }
        return replayed;
    }

    private int count(DeadLettersApi letters) {
        int count = 0;
        @Nullable String after = null;
        do {
            Page<?> page = letters.list(selection.queue, selection.type, after, PAGE);
            count += page.items().size();
            after = page.next();
        } while (after != null);
        return count;
    }

    private static String tasks(int count) {
        return count == 1 ? "1 task" : count + " tasks";
    }
}
