package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code confab rooms unban}. */
@Command(name = "unban", description = "Let somebody come into a room again.")
final class UnbanCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Parameters(index = "1", paramLabel = "USER", description = "Who.")
    private String username = "";

    UnbanCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        context.signedIn().moderation().unban(room, username);
        cli.done(
                username + " may come into " + room + " again",
                Map.of("room", room, "username", username, "banned", false));
    }
}
