package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.ModerationApi;
import dev.confab.client.rest.RoomInvitation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms invite}. */
@Command(name = "invite", description = "Invite somebody into a room, or make a link that lets people in.")
final class InviteCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "USER", description = "Who; without one a link is made.")
    private @Nullable String username;

    @Option(names = "--max-uses", paramLabel = "N", description = "How many may use the link (default: any number).")
    private @Nullable Integer maxUses;

    @Option(names = "--hours", paramLabel = "N", description = "How long the link can be used (default: 168).")
    private @Nullable Integer hours;

    InviteCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        if (username != null && (maxUses != null || hours != null)) {
            throw CommandException.usage("--max-uses and --hours are for links");
        }
        ModerationApi moderation = context.signedIn().moderation();
        RoomInvitation invitation =
                username == null ? moderation.link(room, maxUses, hours) : moderation.invite(room, username);
        cli.print(
                invitation,
                new Table<RoomInvitation>()
                        .column("ROOM", RoomInvitation::room)
                        .column(
                                "USER",
                                made -> made.user() == null ? null : made.user().username())
                        .column("CODE", RoomInvitation::code)
                        .column("EXPIRES", RoomInvitation::expiresAt));
    }
}
