package dev.confab.cli.context;

import dev.confab.cli.console.Cli;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where notification-service is. */
public final class NotificationServiceOption {
    private static final int PORTS_HIGHER = 1;

    @Option(
            names = "--notification-url",
            paramLabel = "URL",
            description =
                    "notification-service (default: the server's host, one port higher); also CONFAB_NOTIFICATION_URL.")
    private @Nullable URI url;

    public URI in(Cli cli, CurrentContext context) {
        return ServiceAddress.of(cli, context, url, "CONFAB_NOTIFICATION_URL", PORTS_HIGHER);
    }
}
