package dev.confab.cli.account;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.Account;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code confab whoami}. */
@Command(name = "whoami", description = "Who is signed in, where, with which roles.")
public final class WhoamiCommand extends DeploymentCommand implements Runnable {
    private record Me(
            String context,
            String server,
            String username,
            @Nullable String email,
            Set<String> roles) {}

    WhoamiCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        Account account = context.signedIn().me();
        cli.print(
                new Me(
                        context.name(),
                        context.server().toString(),
                        account.username(),
                        account.email(),
                        account.roles()),
                new Table<Me>()
                        .column("USER", Me::username)
                        .column(
                                "ROLES",
                                me -> String.join(
                                        ",", me.roles().stream().sorted().toList()))
                        .column("E-MAIL", Me::email)
                        .column("SERVER", Me::server)
                        .column("CONTEXT", Me::context));
    }
}
