package dev.confab.cli.user;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code confab users roles}. */
@Command(name = "roles", description = "Replace the roles of an account. It has to sign in again.")
final class RolesCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "USER", description = "Whose account.")
    private String username = "";

    @Parameters(index = "1", split = ",", paramLabel = "ROLE", description = "user or staff, several by comma.")
    private List<String> roles = List.of();

    RolesCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        context.signedIn().users().setRoles(username, roles);
        cli.done(
                username + " now has the roles " + String.join(", ", roles),
                Map.of("username", username, "roles", roles));
    }
}
