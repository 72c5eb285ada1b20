package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.PresentUser;
import dev.confab.client.rest.ConfabRest;
import dev.confab.client.rest.Room;
import dev.confab.client.rest.RoomPresence;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code confab rooms show}. */
@Command(name = "show", description = "One room and who is in it now.")
final class ShowRoomCommand extends DeploymentCommand implements Runnable {
    private record Shown(Room room, List<PresentUser> present) {}

    @Parameters(paramLabel = "ROOM", description = "The room.")
    private String room = "";

    ShowRoomCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        ConfabRest rest = context.signedIn();
        Room found = rest.rooms().get(room);
        RoomPresence presence = rest.rooms().presence(room);
        if (!cli.asTable()) {
            cli.printData(new Shown(found, presence.users()));
            return;
        }
        cli.print(found, RoomTable.create());
        cli.terminal().out().println();
        cli.print(
                presence.users(),
                new Table<PresentUser>()
                        .column("PRESENT", PresentUser::username)
                        .column("SINCE", PresentUser::since));
    }
}
