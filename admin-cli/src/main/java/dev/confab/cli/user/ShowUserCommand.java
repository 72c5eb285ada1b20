package dev.confab.cli.user;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code confab users show}. */
@Command(name = "show", description = "One account.")
final class ShowUserCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "USER", description = "Whose account.")
    private String username = "";

    ShowUserCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        cli.print(context.signedIn().users().get(username), UserTable.create());
    }
}
