package dev.confab.cli.user;

import dev.confab.cli.console.Cli;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab users create}. */
@Command(
        name = "create",
        description = "Create an account for somebody.",
        footer = {
            "",
            "Examples:",
            "  confab users create ada --email ada@example.org",
            "  pwgen 20 1 | confab users create robot --email ops@example.org --password-stdin"
        })
final class CreateUserCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "USER", description = "The name of the new account.")
    private String username = "";

    @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "The e-mail address.")
    private String email = "";

    @Option(
            names = "--role",
            split = ",",
            defaultValue = "user",
            paramLabel = "ROLE",
            description = "user or staff, several by comma (default: ${DEFAULT-VALUE}).")
    private List<String> roles = List.of("user");

    @Option(names = "--password-stdin", description = "Read the password from stdin instead of asking for it.")
    private boolean passwordStdin;

    CreateUserCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        var users = context.signedIn().users();
        String password = cli.password("Password for " + username + ": ", passwordStdin);
        cli.print(users.create(username, email, password, roles), UserTable.create());
    }
}
