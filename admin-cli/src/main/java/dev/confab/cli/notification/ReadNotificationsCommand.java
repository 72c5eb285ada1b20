package dev.confab.cli.notification;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.NotificationServiceOption;
import dev.confab.client.rest.NotificationsApi;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab notifications read}. */
@Command(name = "read", description = "Mark notifications of yours as read.")
final class ReadNotificationsCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "Which ones.")
    private List<UUID> ids = List.of();

    @Option(names = "--all", description = "All there are.")
    private boolean all;

    @Mixin
    private final NotificationServiceOption notificationService = new NotificationServiceOption();

    ReadNotificationsCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        if (all != ids.isEmpty()) {
            throw CommandException.usage("say which: ids, or --all");
        }
        NotificationsApi notifications = context.signedIn().notifications(notificationService.in(cli, context));
        long unread = all ? notifications.readAll() : notifications.read(ids);
        cli.done(unread + " unread", Map.of("unread", unread));
    }
}
