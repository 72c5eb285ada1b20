package dev.confab.cli.notification;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Paging;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.NotificationServiceOption;
import dev.confab.client.rest.Notification;
import dev.confab.client.rest.NotificationPage;
import dev.confab.client.rest.NotificationsApi;
import dev.confab.client.rest.Page;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code confab notifications list}. */
@Command(name = "list", description = "Notifications, the newest first.")
final class ListNotificationsCommand extends DeploymentCommand implements Runnable {
    @Option(names = "--unread", description = "Only what is unread.")
    private boolean unread;

    @Option(names = "--user", paramLabel = "USERNAME", description = "Somebody else's. For staff.")
    private @Nullable String user;

    @Mixin
    private final Paging paging = new Paging();

    @Mixin
    private final NotificationServiceOption notificationService = new NotificationServiceOption();

    ListNotificationsCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        NotificationsApi notifications = context.signedIn().notifications(notificationService.in(cli, context));
        cli.print(
                paging.collect(cli, (after, size) -> page(notifications, after, size)),
                new Table<Notification>()
                        .column("ID", Notification::id)
                        .column("TIME", Notification::createdAt)
                        .column("KIND", Notification::kind)
                        .column("ROOM", Notification::room)
                        .column("FROM", notification -> notification.actor().username())
                        .column("READ", Notification::readAt)
                        .column("TEXT", Notification::text));
    }

    private Page<Notification> page(NotificationsApi notifications, @Nullable String after, int size) {
        NotificationPage page = notifications.list(user, unread, after == null ? null : UUID.fromString(after), size);
        UUID next = page.next();
        return new Page<>(page.items(), next == null ? null : next.toString());
    }
}
