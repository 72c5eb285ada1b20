package dev.confab.cli.shell;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code confab version}. */
@Command(name = "version", description = "The version of this command and of the Java that runs it.")
public final class VersionCommand implements Runnable {
    private record Version(String version, String java) {}

    private final Cli cli;

    VersionCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public void run() {
        Version version = new Version(number(), Runtime.version().toString());
        if (cli.asTable()) {
            cli.terminal().out().println("confab " + version.version() + " (Java " + version.java() + ")");
        } else {
            cli.print(version, new Table<>());
        }
    }

    private static String number() {
        @Nullable String packaged = VersionCommand.class.getPackage().getImplementationVersion();
        return packaged == null ? "development" : packaged;
    }
}
