package dev.confab.cli.user;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code confab users unban}. */
@Command(name = "unban", description = "Lift a ban.")
final class UnbanUserCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "USER", description = "Whose account.")
    private String username = "";

    UnbanUserCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        context.signedIn().users().unban(username);
        cli.done(username + " may sign in again", Map.of("username", username, "banned", false));
    }
}
