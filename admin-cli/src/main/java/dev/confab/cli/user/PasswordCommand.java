package dev.confab.cli.user;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab users password}. */
@Command(name = "password", description = "Set a new password; all sessions of the account end.")
final class PasswordCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "USER", description = "Whose account.")
    private String username = "";

    @Option(names = "--password-stdin", description = "Read the password from stdin instead of asking for it.")
    private boolean passwordStdin;

    PasswordCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        var users = context.signedIn().users();
        users.setPassword(username, cli.password("New password for " + username + ": ", passwordStdin));
        cli.done("the password of " + username + " is changed", Map.of("username", username));
    }
}
