package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms create}. */
@Command(name = "create", description = "Create a room.")
final class CreateRoomCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "ROOM", description = "Its name: letters, digits and _, up to 100.")
    private String room = "";

    @Option(names = "--private", description = "Only members may see it; you become its owner.")
    private boolean hidden;

    CreateRoomCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        cli.print(context.signedIn().rooms().create(room, hidden ? "private" : "public"), RoomTable.create());
    }
}
