package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.Announcement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms announce}. */
@Command(
        name = "announce",
        description = "Notify everybody who follows a room. For moderators.",
        footer = {
            "",
            "Examples:",
            "  confab rooms announce operations \"Maintenance\" \"Tonight from 22:00 to 23:00.\"",
            "  confab rooms announce deploys \"v1.2\" --id deploy-v1.2 < notes.txt   # a repeat notifies nobody again"
        })
final class AnnounceCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Parameters(index = "1", paramLabel = "TITLE", description = "What it is about.")
    private String title = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "TEXT", description = "What to say; stdin if it is left out.")
    private @Nullable String text;

    @Option(names = "--id", paramLabel = "ID", description = "Your own id, so that repeating is safe.")
    private @Nullable String id;

    AnnounceCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        String message = text == null ? cli.stdin() : text;
        if (message.isBlank()) {
            throw CommandException.usage("there is nothing to announce");
        }
        String clientMessageId = id == null ? UUID.randomUUID().toString() : id;
        Announcement made = context.signedIn().rooms().announce(room, clientMessageId, title, message);
        cli.print(
                made,
                new Table<Announcement>()
                        .column("SEQ", Announcement::seq)
                        .column("TIME", Announcement::time)
                        .column("ID", Announcement::id)
                        .column("DUPLICATE", Announcement::duplicate));
    }
}
