package dev.confab.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells processes apart, also when a process id was given away again. */
final class ProcessIds {
    private ProcessIds() {}

    /** False also for a process that has ended and only waits to be collected by its parent. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    /**
     * The process with this id if it is the one that started at this time; two processes with the same id never
     * start within the same clock tick.
     */
    static Optional<ProcessHandle> find(long pid, long startedMillis) {
        return ProcessHandle.of(pid)
                .filter(ProcessIds::isRunning)
                .filter(process -> startMillis(process) == startedMillis);
    }

    /** Start time in milliseconds since 1970, 0 where the system does not tell. */
    static long startMillis(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L);
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            int afterName = stat.lastIndexOf(')') + 2;
            return afterName < stat.length() && (stat.charAt(afterName) == 'Z' || stat.charAt(afterName) == 'X');
        } catch (IOException noProcFilesystem) {
            return false;
        }
    }
}
