package dev.confab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Memory of connections that have joined a room and say nothing: resident, after a collection on both sides. */
record IdleReport(int connections, long kibBefore, long kibAfter, double kibPerConnection) {
    private static final long SETTLE_SECONDS = 5;

    static IdleReport measure(Deployment deployment, LoadGenerator load, BenchOptions options, Consumer<String> note)
            throws IOException, InterruptedException {
        if (deployment.servers().isEmpty()) {
            throw new BenchException("--idle needs the processes: start without --url, or add --run-json");
        }
        // One room's worth first: classes, pools and compiled code are not what a connection costs.
        int first = options.connections / 10;
        note.accept("opening " + first + " connections to warm up");
        Recorder recorder = new Recorder(0, options.receivers());
        load.connect(first, recorder);
        long before = resident(deployment);
        int more = options.connections - first;
        note.accept("opening " + more + " connections");
        load.connect(more, recorder);
        long after = resident(deployment);
        return new IdleReport(more, before, after, (after - before) / (double) more);
    }

    private static long resident(Deployment deployment) throws IOException, InterruptedException {
        long sum = 0;
        for (ServerProcesses.Server server : deployment.servers()) {
            if (server.name().startsWith("chat")) {
                collect(server.pid());
                TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                sum += ServerProcesses.residentKib(server.pid());
            }
        }
        return sum;
    }

    private static void collect(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d connections: %.1f KiB each (chat-service resident %d KiB before, %d KiB after)",
                connections,
                kibPerConnection,
                kibBefore,
                kibAfter);
    }
}
