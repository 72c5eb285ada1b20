package dev.confab.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        sortOptions = false,
        description = {
            "Stops what 'confab up' started, whatever state it is in, and returns when no process is left.",
            ""
        },
        footer = {"", "Exit status: 0 nothing runs any more, 1 failed, 2 wrong usage."})
final class DownCommand implements Callable<Integer> {
    private static final Duration LAUNCHER_LIMIT = Duration.ofMinutes(2);
    private static final Duration FIRST_MOMENTS = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 50;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:CONFAB_DATA}",
            description = "The folder that 'up' was given; default: .confab in the repository.")
    private @Nullable Path data;

    @Override
    public Integer call() throws InterruptedException {
        Path dir = DataDir.of(data);
        if (!Files.isDirectory(dir)) {
            System.out.println("nothing runs: there is no " + dir);
            return 0;
        }
        Optional<DataDirLock> free = DataDirLock.tryAcquire(dir);
        boolean stopped = free.isEmpty();
        DataDirLock lock = stopped ? stopLauncher(dir) : free.orElseThrow();
        try {
            stopped |= Leftovers.stop(dir, System.out::println);
        } finally {
            lock.close();
        }
        System.out.println(stopped ? "stopped" : "nothing runs with the data in " + dir);
        return 0;
    }

    /** Asks the launcher to end, by force if it does not, and returns the lock that it held. */
    private static DataDirLock stopLauncher(Path dir) throws InterruptedException {
        ProcessHandle launcher = findLauncher(dir);
        System.out.println("stopping");
        if (!launcher.destroy()) {
            throw new LocalStackException(
                    "cannot stop the launcher, process %d: does it belong to another user?".formatted(launcher.pid()));
        }
        long deadline = System.nanoTime() + LAUNCHER_LIMIT.toNanos();
        while (true) {
            Optional<DataDirLock> lock = DataDirLock.tryAcquire(dir);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() > deadline) {
                launcher.destroyForcibly();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** In its first moments the launcher holds the lock and has not said yet who it is. */
    private static ProcessHandle findLauncher(Path dir) throws InterruptedException {
        long deadline = System.nanoTime() + FIRST_MOMENTS.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<ProcessHandle> launcher = SuiteState.read(dir).flatMap(SuiteState::launcher);
            if (launcher.isPresent()) {
                return launcher.get();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new LocalStackException("a process that did not say which one it is uses " + dir);
    }
}
