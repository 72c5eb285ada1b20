package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.RoomBan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code confab rooms bans}. */
@Command(name = "bans", description = "Who is banned from a room.")
final class BansCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    BansCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        cli.print(
                context.signedIn().moderation().bans(room),
                new Table<RoomBan>()
                        .column("USER", RoomBan::username)
                        .column("BY", RoomBan::by)
                        .column("UNTIL", RoomBan::until)
                        .column("REASON", RoomBan::reason));
    }
}
