package dev.confab.cli.context;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The services besides the one that a context names: said by the user, or where {@code confab up} puts them. */
final class ServiceAddress {
    private ServiceAddress() {}

    static URI of(Cli cli, CurrentContext context, @Nullable URI option, String variable, int portsHigher) {
        if (option != null) {
            return option;
        }
        String fromEnvironment = cli.environment(variable);
        if (fromEnvironment != null) {
            return URI.create(fromEnvironment);
        }
        URI server = context.server();
        if (server.getPort() < 0) {
            throw CommandException.usage(server + " has no port to count from:"
                    + " say where the others are by --notification-url and --task-url");
        }
        return URI.create(server.getScheme() + "://" + server.getHost() + ":" + (server.getPort() + portsHigher));
    }
}
