package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms close}. */
@Command(name = "close", description = "Disconnect everyone who is in a room, with a reason that they see.")
final class CloseCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Shown to everyone.")
    private String reason = "";

    @Option(names = "--archive", description = "Let nobody post until the room is opened again.")
    private boolean archive;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    CloseCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        var moderation = context.signedIn().moderation();
        cli.confirm("Disconnect everyone from " + room + " at " + context.server() + "?", yes);
        moderation.close(room, reason, archive);
        cli.done(room + " is closed", Map.of("room", room, "closed", true, "archived", archive));
    }
}
