package dev.confab.cli.user;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Paging;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.UsersApi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code confab users list}. */
@Command(name = "list", description = "Accounts by name.")
final class ListUsersCommand extends DeploymentCommand implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those whose name or e-mail begins so.")
    private @Nullable String query;

    @Mixin
    private final Paging paging = new Paging();

    ListUsersCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        UsersApi users = context.signedIn().users();
        cli.print(paging.collect(cli, (after, size) -> users.list(query, after, size)), UserTable.create());
    }
}
