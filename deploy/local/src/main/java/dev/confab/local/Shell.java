package dev.confab.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the operating system offers: programs on the PATH, signals, the user. POSIX systems only. */
final class Shell {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Shell() {}

    /** The first executable of this name on the PATH. */
    static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Sends a signal. A process that is gone already is not an error. The shell's own kill needs no package. */
    static void signal(String signal, List<Long> pids) {
        if (!pids.isEmpty()) {
            String targets = String.join(" ", pids.stream().map(String::valueOf).toList());
            succeeds("sh", "-c", "for pid in " + targets + "; do kill -" + signal + " $pid; done");
        }
    }

    /** Runs a short command without input or output. */
    static boolean succeeds(String... command) {
        return succeeds(LIMIT, command);
    }

    static boolean succeeds(Duration limit, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException notFound) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name")) || succeeds("sh", "-c", "[ \"$(id -u)\" = 0 ]");
    }
}
