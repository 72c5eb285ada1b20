package dev.confab.cli.account;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.Account;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab login}. */
@Command(
        name = "login",
        description = "Sign in. The sign-in is kept for later commands and renewed by itself.",
        footer = {
            "",
            "Examples:",
            "  confab login admin",
            "  confab login admin --server https://chat.example.org --context production",
            "  confab login admin --password-stdin < password.txt",
            "",
            "The tokens are stored in ~/.config/confab/contexts.json, readable only by you."
        })
public final class LoginCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "USERNAME", description = "Who you are.")
    private String username = "";

    @Option(names = "--password-stdin", description = "Read the password from stdin instead of asking for it.")
    private boolean passwordStdin;

    LoginCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        String password = cli.password("Password of " + username + ": ", passwordStdin);
        Account account = context.login(username, password);
        cli.done(
                "signed in at " + context.server() + " as " + account.username(),
                Map.of(
                        "server", context.server().toString(),
                        "context", context.name(),
                        "username", account.username()));
    }
}
