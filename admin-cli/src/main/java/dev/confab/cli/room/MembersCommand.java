package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.Member;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms members}. */
@Command(
        name = "members",
        description = "Who has a role in a room.",
        subcommands = {
            MembersCommand.ListCommand.class,
            MembersCommand.AddCommand.class,
            MembersCommand.RemoveCommand.class
        })
final class MembersCommand {
    private static final List<String> ROLES = List.of("owner", "moderator", "member", "read_only");

    static void requireRole(String role) {
        if (!ROLES.contains(role)) {
            throw CommandException.usage("the role must be one of " + String.join(", ", ROLES));
        }
    }

    /** {@code confab rooms members list}. */
    @Command(name = "list", description = "Who has a role in a room.")
    static final class ListCommand extends DeploymentCommand implements Runnable {
        @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
        private String room = "";

        ListCommand(Cli cli, CurrentContext context) {
            super(cli, context);
        }

        @Override
        public void run() {
            cli.print(
                    context.signedIn().rooms().members(room),
                    new Table<Member>().column("USER", Member::username).column("ROLE", Member::role));
        }
    }

    /** {@code confab rooms members add}. */
    @Command(name = "add", description = "Make somebody a member, or change a member's role.")
    static final class AddCommand extends DeploymentCommand implements Runnable {
        @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
        private String room = "";

        @Parameters(index = "1", paramLabel = "USER", description = "Who.")
        private String username = "";

        @Option(
                names = "--role",
                defaultValue = "member",
                paramLabel = "ROLE",
                description = "owner, moderator, member or read_only (default: ${DEFAULT-VALUE}).")
        private String role = "member";

        AddCommand(Cli cli, CurrentContext context) {
            super(cli, context);
        }

        @Override
        public void run() {
            requireRole(role);
            context.signedIn().rooms().putMember(room, username, role);
            cli.done(
                    username + " is " + role + " of " + room, Map.of("room", room, "username", username, "role", role));
        }
    }

    /** {@code confab rooms members remove}. */
    @Command(name = "remove", description = "End somebody's membership.")
    static final class RemoveCommand extends DeploymentCommand implements Runnable {
        @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
        private String room = "";

        @Parameters(index = "1", paramLabel = "USER", description = "Who.")
        private String username = "";

        RemoveCommand(Cli cli, CurrentContext context) {
            super(cli, context);
        }

        @Override
        public void run() {
            context.signedIn().rooms().removeMember(room, username);
            cli.done(username + " is no member of " + room, Map.of("room", room, "username", username));
        }
    }
}
