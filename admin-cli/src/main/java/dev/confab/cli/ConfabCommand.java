package dev.confab.cli;

import dev.confab.cli.account.LoginCommand;
import dev.confab.cli.account.LogoutCommand;
import dev.confab.cli.account.WhoamiCommand;
import dev.confab.cli.console.GlobalOptions;
import dev.confab.cli.context.ContextsCommand;
import dev.confab.cli.deadletter.DeadLettersCommand;
import dev.confab.cli.health.HealthcheckCommand;
import dev.confab.cli.notification.NotificationsCommand;
import dev.confab.cli.room.RoomsCommand;
import dev.confab.cli.seed.SeedCommand;
import dev.confab.cli.shell.CompletionCommand;
import dev.confab.cli.shell.HelpCommand;
import dev.confab.cli.shell.VersionCommand;
import dev.confab.cli.task.TasksCommand;
import dev.confab.cli.user.UsersCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The {@code confab} command; by itself it shows its help. */
@Command(
        name = "confab",
        synopsisSubcommandLabel = "COMMAND",
        description = "Look after a confab deployment from the command line.",
        subcommands = {
            HealthcheckCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            WhoamiCommand.class,
            ContextsCommand.class,
            RoomsCommand.class,
            UsersCommand.class,
            NotificationsCommand.class,
            TasksCommand.class,
            DeadLettersCommand.class,
            SeedCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        },
        footerHeading = "%n",
        footer = {
            "First steps:",
            "  confab healthcheck --wait 30s",
            "  confab login admin",
            "  confab rooms create standup",
            "  confab rooms send standup \"good morning\"",
            "",
            "Data goes to stdout, everything else to stderr.",
            "",
            "Exit codes: 0 ok, 1 failure, 2 wrong usage, 3 cancelled, 4 not signed in or not allowed.",
            "",
            "Environment: CONFAB_SERVER, CONFAB_CONTEXT, CONFAB_CONFIG_DIR, CONFAB_NOTIFICATION_URL,",
            "CONFAB_TASK_URL, NO_COLOR.",
            "",
            "Besides these, the launcher has: confab up, down, test, bench."
        })
final class ConfabCommand {
    @Mixin
    private final GlobalOptions global;

    ConfabCommand(GlobalOptions global) {
        this.global = global;
    }

    GlobalOptions global() {
        return global;
    }
}
