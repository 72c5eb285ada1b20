package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Paging;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.RoomsApi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code confab rooms list}. */
@Command(name = "list", description = "The rooms that you may see, those with the newest activity first.")
final class ListRoomsCommand extends DeploymentCommand implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only rooms with this in their name.")
    private @Nullable String query;

    @Mixin
    private final Paging paging = new Paging();

    ListRoomsCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        RoomsApi rooms = context.signedIn().rooms();
        cli.print(paging.collect(cli, (after, size) -> rooms.list(query, after, size)), RoomTable.create());
    }
}
