package dev.confab.cli.user;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code confab users show}. */
@Command(name = "show", description = "One account.")
final class ShowUserCommand implements Runnable {
    private final Cli cli;
    private final CurrentContext context;

    @Parameters(paramLabel = "USER", description = "Whose account.")
    private String username = "";

    ShowUserCommand(Cli cli, CurrentContext context) {
        this.cli = cli;
        this.context = context;
    }

    @Override
    public void run() {
        cli.print(context.signedIn().users().get(username), UserTable.create());
    }
}
