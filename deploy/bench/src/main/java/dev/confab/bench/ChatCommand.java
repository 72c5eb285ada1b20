package dev.confab.bench;

import dev.confab.client.rest.ConfabRest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
    private static final long DRAIN_MILLIS = 20_000;
    private static final long LOOK_MILLIS = 50;

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
            try (LoadGenerator load = new LoadGenerator(deployment.chatNodes(), tokens, rooms, options.connections)) {
                if (options.idle) {
                    IdleReport idle = IdleReport.measure(deployment, load, options, RunOptions::note);
                    options.run.print(idle, out -> out.println(idle));
                    return 0;
                }
                ChatReport report = measure(deployment, load);
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

    private ChatReport measure(Deployment deployment, LoadGenerator load) throws IOException, InterruptedException {
        int warmup = options.run.warmupCount(options.rate);
        int measured = options.run.measuredCount(options.rate);
        Recorder recorder = new Recorder(warmup + measured, options.receivers());
        RunOptions.note("opening " + options.connections + " connections");
        load.connect(options.connections, recorder);
        recorder.measureFrom(warmup);

        RunOptions.note("sending " + options.rate + " messages/s: " + options.run.warmup.toSeconds()
                + " s to warm up, then " + options.run.duration.toSeconds() + " s measured");
        Start start = new Start();
        load.send(warmup + measured, options.rate, recorder, message -> {
            if (message == warmup) {
                start.now(deployment.servers(), recorder.delivered);
            }
        });
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
        while (System.nanoTime() < deadline && !load.onLoop(() -> recorder.complete(warmup + measured))) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        double seconds = (System.nanoTime() - start.nanos) / 1e9;
        Map<String, Long> cpu = ServerProcesses.cpuMicros(deployment.servers());
        return load.onLoop(() -> report(recorder, deployment, start, seconds, cpu, warmup + measured));
    }

    private ChatReport report(
            Recorder recorder, Deployment deployment, Start start, double seconds, Map<String, Long> cpu, int sent) {
        long deliveries = recorder.delivered - start.delivered;
        return new ChatReport(
                options.connections,
                options.rooms,
                options.receivers(),
                deployment.chatNodes().size(),
                seconds,
                recorder.acks.getTotalCount() / seconds,
                deliveries / seconds,
                Latency.of(recorder.acks),
                Latency.of(recorder.deliveries),
                Latency.of(recorder.lastDeliveries),
                CpuUse.between(start.cpu, cpu, deliveries, seconds),
                recorder.lost(),
                recorder.unacknowledged(sent),
                recorder.duplicates,
                recorder.gaps,
                recorder.errors);
    }

    /** The state of the servers when measuring began. */
    private static final class Start {
        private long nanos;
        private long delivered;
        private Map<String, Long> cpu = Map.of();

        void now(List<ServerProcesses.Server> servers, long deliveredSoFar) {
            try {
                cpu = ServerProcesses.cpuMicros(servers);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            nanos = System.nanoTime();
            delivered = deliveredSoFar;
        }
    }
}
