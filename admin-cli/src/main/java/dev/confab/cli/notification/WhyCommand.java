package dev.confab.cli.notification;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.NotificationServiceOption;
import dev.confab.client.rest.NotificationDelivery;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab notifications why}. */
@Command(
        name = "why",
        description = "Why a notification was mailed, was not, or waits.",
        footer = {"", "The task of a mail that was submitted: confab tasks show ID"})
final class WhyCommand extends DeploymentCommand implements Runnable {
    @Parameters(paramLabel = "ID", description = "The notification.")
    private UUID id = new UUID(0, 0);

    @Option(names = "--user", paramLabel = "USERNAME", description = "Whose it is, if not yours. For staff.")
    private @Nullable String user;

    @Mixin
    private final NotificationServiceOption notificationService = new NotificationServiceOption();

    WhyCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        cli.print(
                context.signedIn()
                        .notifications(notificationService.in(cli, context))
                        .delivery(id, user),
                new Table<NotificationDelivery>()
                        .column("CHANNEL", NotificationDelivery::channel)
                        .column("STATE", NotificationDelivery::state)
                        .column("REASON", NotificationDelivery::reason)
                        .column("DUE", NotificationDelivery::dueAt)
                        .column("DECIDED", NotificationDelivery::decidedAt)
                        .column("TASK", NotificationDelivery::taskId));
    }
}
