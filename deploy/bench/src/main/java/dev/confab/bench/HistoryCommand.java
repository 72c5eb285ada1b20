package dev.confab.bench;

import dev.confab.bench.history.HistoryOptions;
import dev.confab.bench.history.HistoryReport;
import dev.confab.bench.history.HistoryRun;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code confab bench history}. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "Talk while everything is killed, frozen and cut off, and judge what everybody saw.",
        footer = {
            "",
            "Starts a suite of its own on free ports with throw-away data. Chat nodes, Kafka, Redis and PostgreSQL are",
            "killed, frozen and restarted, connections cut, single directions of the network stopped, while people",
            "send, repeat, read, leave, come back, are let into private rooms and thrown out. At the end every",
            "acknowledged message must have been seen once and in one order by everybody who may see it and by",
            "nobody else, unread counters must equal a recount, from REST and from Kafka, and nothing may be left over.",
            "Exit code 1 when a promise was broken; the violations name who saw what, where.",
            "",
            "Examples:",
            "  confab bench history --seed 7 --duration 1m",
            "  confab bench history --seed 7 --duration 10m --chat-nodes 3 --people 20"
        })
final class HistoryCommand implements Callable<Integer> {
    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of all that is chosen at random (default: a random one, which is told).")
    private @Nullable Long seed;

    @Option(
            names = "--duration",
            defaultValue = "1m",
            paramLabel = "TIME",
            description = "How long faults are made (default: ${DEFAULT-VALUE}).")
    private Duration duration = Duration.ofMinutes(1);

    @Option(
            names = "--chat-nodes",
            defaultValue = "2",
            paramLabel = "N",
            description = "Chat nodes (default: ${DEFAULT-VALUE}).")
    private int chatNodes;

    @Option(
            names = "--people",
            defaultValue = "12",
            paramLabel = "N",
            description = "Accounts, each on one or two devices (default: ${DEFAULT-VALUE}).")
    private int people;

    @Option(
            names = "--rooms",
            defaultValue = "3",
            paramLabel = "N",
            description = "Public rooms, and as many private ones (default: ${DEFAULT-VALUE}).")
    private int rooms;

    @Option(
            names = "--rate",
            defaultValue = "2",
            paramLabel = "N",
            description = "Messages a second of each device, about (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--longest-fault",
            defaultValue = "15s",
            paramLabel = "TIME",
            description = "How long a fault is held at most (default: ${DEFAULT-VALUE}).")
    private Duration longest = Duration.ofSeconds(15);

    @Mixin
    private final OutputOptions output = new OutputOptions();

    HistoryCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (chatNodes < 1 || people < 3 || rooms < 1 || rate <= 0 || longest.toMillis() < 1_000) {
            throw new BenchException(
                    "at least one node and room, three people, a positive rate and faults of a second are needed");
        }
        long chosen = seed != null ? seed : RandomGenerator.getDefault().nextLong(1_000_000);
        RunOptions.note("seed " + chosen + "; starting the suite");
        try (Deployment deployment = Deployment.fresh(chatNodes, suite -> suite)) {
            HistoryReport report = HistoryRun.on(
                    deployment.suite(),
                    chatNodes,
                    new HistoryOptions(chosen, duration, people, rooms, rooms, rate, longest),
                    RunOptions::note);
            output.print(report, report::print);
            return report.whole() ? 0 : 1;
        }
    }
}
