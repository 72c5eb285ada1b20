package dev.confab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Opens the connections of a load, warms up, and measures latency and processor time. */
final class ChatMeasurement {
    private static final long DRAIN_MILLIS = 20_000;
    private static final long LOOK_MILLIS = 50;

    private final ChatOptions options;

    ChatMeasurement(ChatOptions options) {
        this.options = options;
    }

    /** @param servers whose processor time counts */
    ChatReport measure(LoadGenerator load, List<ServerProcesses.Server> servers)
            throws IOException, InterruptedException {
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
                start.now(servers, recorder.delivered);
            }
        });
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
        while (System.nanoTime() < deadline && !load.onLoop(() -> recorder.complete(warmup + measured))) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        double seconds = (System.nanoTime() - start.nanos) / 1e9;
        Map<String, Long> cpu = ServerProcesses.cpuMicros(servers);
        double generator = (ServerProcesses.ownCpuMicros() - start.generator) / 1e6 / seconds;
        return load.onLoop(() -> report(recorder, start, seconds, cpu, generator, warmup + measured));
    }

    private ChatReport report(
            Recorder recorder, Start start, double seconds, Map<String, Long> cpu, double generator, int sent) {
        long deliveries = recorder.delivered - start.delivered;
        return new ChatReport(
                options.connections,
                options.rooms,
                options.receivers(),
                options.chatNodes,
                seconds,
                recorder.acks.getTotalCount() / seconds,
                deliveries / seconds,
                Latency.of(recorder.acks),
                Latency.of(recorder.deliveries),
                Latency.of(recorder.lastDeliveries),
                CpuUse.between(start.cpu, cpu, deliveries, seconds),
                generator,
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
        private long generator;
        private Map<String, Long> cpu = Map.of();

        void now(List<ServerProcesses.Server> servers, long deliveredSoFar) {
            try {
                cpu = ServerProcesses.cpuMicros(servers);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            generator = ServerProcesses.ownCpuMicros();
            nanos = System.nanoTime();
            delivered = deliveredSoFar;
        }
    }
}
