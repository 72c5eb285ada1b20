package dev.confab.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code confab bench rolling}. */
@Command(
        name = "rolling",
        mixinStandardHelpOptions = true,
        description = "Restart two nodes one after the other under load, and see what clients notice.",
        footer = {
            "",
            "Starts a suite of its own with two chat nodes and clients on both. Each node is told to end (SIGTERM), sends",
            "its clients away with a time to come back, and is started again when it has ended; then the other one.",
            "Exit code 1 when anything was lost or doubled, or somebody did not come back.",
            "",
            "Example:",
            "  confab bench rolling --connections 1000 --rooms 100 --rate 100"
        })
final class RollingCommand implements Callable<Integer> {
    private static final int NODES = 2;
    private static final long BEFORE_SECONDS = 5;
    private static final long PATIENCE_SECONDS = 180;

    @Mixin
    private final ReturnOptions options = new ReturnOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    RollingCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.check();
        RunOptions.note("starting what is measured");
        try (Deployment deployment = Deployment.fresh(NODES, suite -> suite);
                Swarm swarm = options.open(deployment, 0, client -> client % NODES)) {
            swarm.talk(options.rate);
            TimeUnit.SECONDS.sleep(BEFORE_SECONDS);
            swarm.onLoop(() -> {
                swarm.ledger().begin(System.nanoTime());
                return true;
            });
            for (int node = 1; node <= NODES; node++) {
                RunOptions.note("restarting node " + node);
                deployment.suite().stopChat(node);
                deployment.suite().startChat(node);
                if (!swarm.await(PATIENCE_SECONDS, swarm.ledger()::allBack)) {
                    RunOptions.note("somebody did not come back");
                }
            }
            if (!swarm.fallSilent(PATIENCE_SECONDS)) {
                RunOptions.note("not everybody has seen everything");
            }
            ReturnReport report = ReturnReport.of("Two nodes were restarted in turn.", options.connections, swarm);
            output.print(report, report::print);
            return report.whole() ? 0 : 1;
        }
    }
}
