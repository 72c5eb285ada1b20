package dev.confab.cli.account;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.ConfabRest;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code confab logout}. */
@Command(name = "logout", description = "End the sign-in, here and on the server.")
public final class LogoutCommand extends DeploymentCommand implements Runnable {
    LogoutCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        ConfabRest rest = context.rest();
        if (rest.signedIn()) {
            rest.logout();
            cli.done("signed out of " + context.server(), Map.of("signedOut", true));
        } else {
            cli.done("was not signed in at " + context.server(), Map.of("signedOut", false));
        }
    }
}
