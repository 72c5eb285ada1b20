package dev.confab.bench;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to measure, and on what. */
final class ChatOptions {
    @Option(
            names = "--connections",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Open WebSockets, each in one room (default: ${DEFAULT-VALUE}).")
    int connections;

    @Option(
            names = "--rooms",
            defaultValue = "100",
            paramLabel = "N",
            description =
                    "Rooms; connections / rooms is the number of receivers a message (default: ${DEFAULT-VALUE}).")
    int rooms;

    @Option(
            names = "--rate",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Messages a second over all rooms (default: ${DEFAULT-VALUE}).")
    int rate;

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "Accounts to spread the connections over (default: a tenth of the connections).")
    @Nullable
    Integer users;

    @Option(
            names = "--chat-nodes",
            defaultValue = "1",
            paramLabel = "N",
            description = "Chat nodes of the suite that is started (default: ${DEFAULT-VALUE}).")
    int chatNodes;

    @Option(
            names = "--url",
            split = ",",
            paramLabel = "URL",
            description = {
                "Chat nodes of a suite that runs already, instead of starting one. Its limits on messages,",
                "handshakes and registrations must be high enough."
            })
    URI @Nullable [] urls;

    @Option(
            names = "--run-json",
            paramLabel = "FILE",
            description = "The run.json of that suite, to measure its processes too.")
    @Nullable
    Path runJson;

    @Option(names = "--idle", description = "Measure the memory of idle joined connections instead of messages.")
    boolean idle;

    @Mixin
    final RunOptions run = new RunOptions();

    int userCount() {
        return users != null ? users : Math.max(1, connections / 10);
    }

    int receivers() {
        return connections / rooms;
    }

    void check() {
        if (connections < 1 || rooms < 1 || rate < 1 || chatNodes < 1 || userCount() < 1) {
            throw new BenchException("all numbers must be at least 1");
        }
        if (connections % rooms != 0) {
            throw new BenchException("--connections must be a multiple of --rooms, so that all rooms are equal");
        }
        run.check();
    }
}
