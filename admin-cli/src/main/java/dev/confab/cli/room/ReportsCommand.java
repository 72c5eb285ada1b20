package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.ModerationApi;
import dev.confab.client.rest.RoomReport;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms reports}. */
@Command(name = "reports", description = "Open reports about messages, of a room or, for staff, of all.")
final class ReportsCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ROOM", description = "The room (default: all).")
    private @Nullable String room;

    @Option(names = "--resolve", paramLabel = "ID", description = "Decide this report.")
    private @Nullable String report;

    @Option(
            names = "--as",
            paramLabel = "DECISION",
            description = "dismissed, message_deleted or user_banned, with --resolve.")
    private @Nullable String resolution;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, with --resolve.")
    private @Nullable String note;

    ReportsCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        ModerationApi moderation = context.signedIn().moderation();
        if (report != null) {
            if (resolution == null) {
                throw CommandException.usage("--resolve needs --as");
            }
            moderation.resolve(report, resolution, note);
            cli.done("The report is decided: " + resolution, Map.of("id", report, "resolution", resolution));
            return;
        }
        cli.print(
                moderation.reports(room),
                new Table<RoomReport>()
                        .column("ID", RoomReport::id)
                        .column("ROOM", RoomReport::room)
                        .column(
                                "AUTHOR",
                                found -> found.author() == null
                                        ? null
                                        : found.author().username())
                        .column("TEXT", RoomReport::text)
                        .column("REASON", RoomReport::reason)
                        .column("CREATED", RoomReport::createdAt));
    }
}
