package dev.confab.cli.context;

import dev.confab.cli.console.Cli;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where task-worker is. */
public final class TaskWorkerOption {
    private static final int PORTS_HIGHER = 2;

    @Option(
            names = "--task-url",
            paramLabel = "URL",
            description = "task-worker (default: the server's host, two ports higher); also CONFAB_TASK_URL.")
    private @Nullable URI url;

    public URI in(Cli cli, CurrentContext context) {
        return ServiceAddress.of(cli, context, url, "CONFAB_TASK_URL", PORTS_HIGHER);
    }
}
