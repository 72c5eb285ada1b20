package dev.confab.cli.user;

import picocli.CommandLine.Command;

/** {@code confab users}. */
@Command(
        name = "users",
        description = "Accounts. For staff.",
        subcommands = {
            ListUsersCommand.class,
            ShowUserCommand.class,
            CreateUserCommand.class,
            BanUserCommand.class,
            UnbanUserCommand.class,
            RolesCommand.class,
            PasswordCommand.class,
            DeleteUserCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  confab users list ad",
            "  confab users create ada --email ada@example.org --role staff",
            "  confab users ban mallory --reason \"spam\"",
            "  confab users roles ada user,staff"
        })
public final class UsersCommand {}
