package dev.confab.local;

import dev.confab.local.SuiteState.RunningProcess;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps {@code run.json} true while the suite runs. */
final class StateFile implements LocalServer.Listener {
    private final Path dataDir;
    private final Function<LocalServer, @Nullable String> urls;
    private final Map<String, RunningProcess> processes = new LinkedHashMap<>();
    private String phase = "starting";

    StateFile(Path dataDir, Function<LocalServer, @Nullable String> urls) {
        this.dataDir = dataDir;
        this.urls = urls;
    }

    synchronized void phase(String newPhase) {
        phase = newPhase;
        write();
    }

    @Override
    public synchronized void launched(LocalServer server, ServerProcess process) {
        processes.put(
                server.name(),
                new RunningProcess(
                        server.name(),
                        process.pid(),
                        process.startedMillis(),
                        process.stopSignal(),
                        server.port(),
                        urls.apply(server)));
        write();
    }

    @Override
    public void died(LocalServer server, ServerProcess process) {}

    private void write() {
        ProcessHandle self = ProcessHandle.current();
        new SuiteState(phase, self.pid(), ProcessIds.startMillis(self), List.copyOf(processes.values())).write(dataDir);
    }
}
