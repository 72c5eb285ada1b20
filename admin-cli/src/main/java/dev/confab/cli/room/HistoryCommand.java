package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.Message;
import dev.confab.client.rest.MessagePage;
import dev.confab.client.rest.RoomsApi;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms history}. */
@Command(name = "history", description = "The newest messages of a room, oldest of them first.")
final class HistoryCommand extends DeploymentCommand implements Runnable {
    private static final int PAGE = 200;

    @Parameters(paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Option(
            names = "--limit",
            defaultValue = "50",
            paramLabel = "N",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--before", paramLabel = "SEQ", description = "Only messages before this number.")
    private @Nullable Long before;

    HistoryCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        if (limit < 1) {
            throw CommandException.usage("--limit must be at least 1");
        }
        cli.print(
                newest(context.signedIn().rooms()),
                new Table<Message>()
                        .column("SEQ", Message::seq)
                        .column("TIME", Message::time)
                        .column("USER", m -> m.user() == null ? null : m.user().username())
                        .column("TEXT", Message::text));
    }

    private List<Message> newest(RoomsApi rooms) {
        List<Message> result = new ArrayList<>();
        Long end = before;
        while (result.size() < limit) {
            MessagePage page = rooms.messagesBefore(room, end, Math.min(PAGE, limit - result.size()));
            result.addAll(0, page.items());
            if (!page.hasMore() || page.items().isEmpty()) {
                break;
            }
            end = page.items().getFirst().seq();
        }
        return result;
    }
}
