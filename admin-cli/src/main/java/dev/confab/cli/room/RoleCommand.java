package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code confab rooms role}. */
@Command(name = "role", description = "Give somebody a role in a room.")
final class RoleCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Parameters(index = "1", paramLabel = "USER", description = "Who.")
    private String username = "";

    @Parameters(index = "2", paramLabel = "ROLE", description = "owner, moderator, member or read_only.")
    private String role = "";

    RoleCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        MembersCommand.requireRole(role);
        context.signedIn().rooms().putMember(room, username, role);
        cli.done(username + " is " + role + " of " + room, Map.of("room", room, "username", username, "role", role));
    }
}
