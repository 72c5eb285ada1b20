package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code confab rooms reopen}. */
@Command(name = "reopen", description = "Let people post in a closed room again.")
final class ReopenCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    ReopenCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        context.signedIn().moderation().reopen(room);
        cli.done(room + " is open", Map.of("room", room, "archived", false));
    }
}
