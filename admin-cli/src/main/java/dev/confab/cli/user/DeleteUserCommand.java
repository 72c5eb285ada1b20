package dev.confab.cli.user;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab users delete}. */
@Command(
        name = "delete",
        description = "Delete an account; its sessions and connections end, its messages stay under its name.")
final class DeleteUserCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "USER", description = "Whose account.")
    private String username = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    DeleteUserCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        var users = context.signedIn().users();
        cli.confirm("Delete the account " + username + " at " + context.server() + "?", yes);
        users.delete(username);
        cli.done(username + " is deleted", Map.of("username", username, "deleted", true));
    }
}
