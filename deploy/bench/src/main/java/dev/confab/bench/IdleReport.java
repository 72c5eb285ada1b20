package dev.confab.bench;

import dev.confab.bench.ServerProcesses.Memory;
import dev.confab.bench.ServerProcesses.Server;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Memory of connections that have joined a room and say nothing. Live objects and resident memory outside of the heap are
 * counted apart and added up: how much of the heap is resident says when it was last touched, not what is needed.
 *
 * @param heapKib live objects per connection, after collections
 * @param otherKib what else became resident, per connection: buffers, code, stacks
 */
record IdleReport(int connections, double heapKib, double otherKib, double kibPerConnection) {
    /** The second collection takes what finalisation and reference queues of the first let go. */
    private static final int COLLECTIONS = 2;

    private static final long SETTLE_SECONDS = 5;

    static IdleReport measure(Deployment deployment, LoadGenerator load, ChatOptions options, Consumer<String> note)
            throws IOException, InterruptedException {
        if (deployment.servers().isEmpty()) {
            throw new BenchException("--idle needs the processes: start without --url, or add --run-json");
        }
        // Some first: classes, pools and compiled code are not what a connection costs.
        int first = options.connections / 10;
        note.accept("opening " + first + " connections to warm up");
        Recorder recorder = new Recorder(0, options.receivers());
        load.connect(first, recorder);
        Memory before = memory(deployment);
        int more = options.connections - first;
        note.accept("opening " + more + " connections");
        load.connect(more, recorder);
        Memory after = memory(deployment);
        double heap = (after.liveHeapKib() - before.liveHeapKib()) / (double) more;
        double other = (after.residentOutsideHeapKib() - before.residentOutsideHeapKib()) / (double) more;
        return new IdleReport(more, heap, other, heap + other);
    }

    private static Memory memory(Deployment deployment) throws IOException, InterruptedException {
        long heap = 0;
        long other = 0;
        for (Server server : deployment.servers()) {
            if (server.name().startsWith("chat")) {
                for (int i = 0; i < COLLECTIONS; i++) {
                    ServerProcesses.collectGarbage(server.pid());
                    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
                }
                Memory memory = ServerProcesses.memory(server.pid());
                heap += memory.liveHeapKib();
                other += memory.residentOutsideHeapKib();
            }
        }
        return new Memory(heap, other);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d connections: %.1f KiB each (%.1f live in the heap, %.1f resident outside of it)",
                connections,
                kibPerConnection,
                heapKib,
                otherKib);
    }
}
