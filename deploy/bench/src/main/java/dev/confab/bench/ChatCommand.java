package dev.confab.bench;

import dev.confab.client.rest.ConfabRest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code confab bench chat}. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = "Throughput, latency, server CPU per delivery and loss of the native protocol.",
        footer = {
            "",
            "Starts a suite of its own on free ports with throw-away data, unless --url names one that runs.",
            "Latency counts from the moment a message was due. Exit code 1 when anything was lost, doubled,",
            "out of order or refused.",
            "",
            "Examples:",
            "  confab bench chat",
            "  confab bench chat --connections 1000 --rooms 20 --rate 1000 --duration 30s --chat-nodes 2",
            "  confab bench chat --idle --connections 5000 --rooms 500"
        })
final class ChatCommand implements Callable<Integer> {
    @Mixin
    private final ChatOptions options = new ChatOptions();

    ChatCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.check();
        RunOptions.note("starting what is measured");
        try (Deployment deployment = deployment()) {
            RunOptions.note("registering " + options.userCount() + " users, opening " + options.rooms + " rooms");
            List<String> tokens = Accounts.register(deployment.chatNodes().getFirst(), options.userCount());
            List<String> rooms = Accounts.rooms(deployment.chatNodes().getFirst(), tokens.getFirst(), options.rooms);
            try (LoadGenerator load =
                    new LoadGenerator(new ConfabClient(deployment.chatNodes(), tokens), rooms, options.connections)) {
                if (options.idle) {
                    IdleReport idle = IdleReport.measure(deployment, load, options, RunOptions::note);
                    options.run.print(idle, out -> out.println(idle));
                    return 0;
                }
                ChatReport report = new ChatMeasurement(options).measure(load, deployment.servers());
                options.run.print(report, report::print);
                if (report.lost() > 0) {
                    tellWhereItStopped(deployment, load, tokens.getFirst());
                }
                return report.whole() ? 0 : 1;
            }
        }
    }

    private Deployment deployment() throws IOException {
        return options.urls == null
                ? Deployment.fresh(options.chatNodes, suite -> suite)
                : Deployment.running(List.of(options.urls), options.runJson);
    }

    /** For whoever looks for the reason: rooms whose receivers have not seen the end of the stream. */
    private static void tellWhereItStopped(Deployment deployment, LoadGenerator load, String token)
            throws InterruptedException {
        ConfabRest rest = ConfabRest.at(deployment.chatNodes().getFirst(), Fixed.of(token));
        load.onLoop(load::progress).forEach((room, seen) -> {
            long top = rest.rooms().get(room).lastSeq();
            if (seen.first() < top) {
                RunOptions.note("room " + room + ": the stream has come to " + top + ", its receivers to " + seen);
            }
        });
    }
}
