package dev.confab.cli.user;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab users ban}. */
@Command(name = "ban", description = "Ban an account; its sessions and connections end at once.")
final class BanUserCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "USER", description = "Whose account.")
    private String username = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Told to its owner.")
    private String reason = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    BanUserCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        var users = context.signedIn().users();
        cli.confirm("Ban " + username + " at " + context.server() + "?", yes);
        users.ban(username, reason);
        cli.done(username + " is banned", Map.of("username", username, "banned", true));
    }
}
