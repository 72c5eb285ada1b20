package dev.confab.local;

import dev.confab.local.SuiteState.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Processes of a suite whose launcher is gone. */
final class Leftovers {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private Leftovers() {}

    /**
     * Ends what the state file names and still runs, the last started first, and deletes the file. Returns whether
     * there was anything. Only for a caller that holds the lock of the folder, or knows that nobody does.
     */
    static boolean stop(Path dataDir, Consumer<String> progress) {
        Optional<SuiteState> state = SuiteState.read(dataDir);
        boolean found = false;
        for (RunningProcess process : state.map(s -> s.processes().reversed()).orElse(List.of())) {
            Optional<ProcessHandle> handle = process.find();
            if (handle.isPresent()) {
                found = true;
                end(process, handle.get());
                progress.accept("  stopped " + process.name() + " of an earlier run");
            }
        }
        SuiteState.delete(dataDir);
        return found;
    }

    private static void end(RunningProcess process, ProcessHandle handle) {
        List<ProcessHandle> family =
                Stream.concat(Stream.of(handle), handle.descendants()).toList();
        Shell.signal("CONT", family.stream().map(ProcessHandle::pid).toList());
        Shell.signal(process.stopSignal(), List.of(process.pid()));
        if (!await(family)) {
            family.forEach(ProcessHandle::destroyForcibly);
            if (!await(family)) {
                throw new LocalStackException("cannot stop %s, process %d: does it belong to another user?"
                        .formatted(process.name(), process.pid()));
            }
        }
    }

    private static boolean await(List<ProcessHandle> family) {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (family.stream().anyMatch(ProcessIds::isRunning)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }
}
