package dev.confab.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code confab bench resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "How soon the clients of a killed node are back and have seen everything.",
        footer = {
            "",
            "Starts a suite of its own with two chat nodes. The second one is killed while messages are said; its clients",
            "come back to the first one, which has some of its own, as the protocol asks them to and resume. A client is",
            "back when it has seen all that its room had when it was joined again. All were on the first node before the",
            "second one got them, so that its code is warm, as that of a node in service is.",
            "Exit code 1 when anything was lost or doubled, or somebody did not come back.",
            "",
            "Example:",
            "  confab bench resume --connections 5000 --rooms 100 --rate 100"
        })
final class ResumeCommand implements Callable<Integer> {
    private static final long BEFORE_SECONDS = 5;
    private static final long PATIENCE_SECONDS = 180;

    @Mixin
    private final ReturnOptions options = new ReturnOptions();

    @Option(
            names = "--staying",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Further clients, on the node that lives (default: ${DEFAULT-VALUE}).")
    private int staying;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    ResumeCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.check();
        if (staying < 0) {
            throw new BenchException("--staying must not be negative");
        }
        RunOptions.note("starting what is measured");
        try (Deployment deployment = Deployment.fresh(2, suite -> suite);
                Swarm swarm = options.open(deployment, staying, client -> 0)) {
            // Now the node that will live has served as many before, as one in production has.
            swarm.move(staying);
            swarm.talk(options.rate);
            TimeUnit.SECONDS.sleep(BEFORE_SECONDS);
            RunOptions.note("killing the node");
            long there = swarm.onLoop(() -> {
                swarm.ledger().begin(System.nanoTime());
                return swarm.connectedTo(1);
            });
            deployment.suite().killChat(2);
            swarm.await(
                    PATIENCE_SECONDS,
                    () -> swarm.ledger().lostConnections >= there
                            && swarm.ledger().allBack());
            if (!swarm.fallSilent(PATIENCE_SECONDS)) {
                RunOptions.note("not everybody has seen everything");
            }
            ReturnReport report = ReturnReport.of("One of two nodes was killed.", options.connections, swarm);
            output.print(report, report::print);
            return report.whole() ? 0 : 1;
        }
    }
}
