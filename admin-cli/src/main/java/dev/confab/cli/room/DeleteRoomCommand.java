package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms delete}. */
@Command(name = "delete", description = "Delete a room with all that was said in it.")
final class DeleteRoomCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "ROOM", description = "Which room.")
    private String room = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    DeleteRoomCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        var rooms = context.signedIn().rooms();
        cli.confirm("Delete the room " + room + " and all its messages at " + context.server() + "?", yes);
        rooms.delete(room);
        cli.done(room + " is deleted", Map.of("room", room, "deleted", true));
    }
}
