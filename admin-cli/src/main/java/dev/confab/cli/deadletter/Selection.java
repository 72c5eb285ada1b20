package dev.confab.cli.deadletter;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters. */
final class Selection {
    @Option(names = "--queue", paramLabel = "QUEUE", description = "Only those of this queue.")
    @Nullable
    String queue;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only those of this type.")
    @Nullable
    String type;

    boolean restricted() {
        return queue != null || type != null;
    }
}
