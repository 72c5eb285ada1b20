package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms kick}. */
@Command(name = "kick", description = "Send somebody out of a room; into a public one they may come back.")
final class KickCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Parameters(index = "1", paramLabel = "USER", description = "Who.")
    private String username = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Told to them and shown in the room.")
    private @Nullable String reason;

    KickCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        context.signedIn().moderation().kick(room, username, reason);
        cli.done(username + " is out of " + room, Map.of("room", room, "username", username));
    }
}
