package dev.confab.system.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run of {@code ./confab} on a data folder of its own, with its output in a file. */
final class ConfabScript {
    private static final Path ROOT = Path.of(System.getProperty("confab.root"));
    private static final List<String> FREE_PORTS = List.of(
            "--http-port=0",
            "--notification-port=0",
            "--task-port=0",
            "--postgres-port=0",
            "--redis-port=0",
            "--kafka-port=0",
            "--smtp-port=0",
            "--mail-port=0");

    private final Process process;
    private final Path output;

    private ConfabScript(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static ConfabScript up(Path data, String... options) {
        List<String> arguments = new ArrayList<>(List.of("up", "--data", data.toString()));
        arguments.addAll(FREE_PORTS);
        arguments.addAll(List.of(options));
        return run(data, arguments);
    }

    static ConfabScript down(Path data) {
        return run(data, List.of("down", "--data", data.toString()));
    }

    private static ConfabScript run(Path data, List<String> arguments) {
        try {
            Path output = Files.createTempFile(data.getParent(), "confab-", ".out");
            List<String> command =
                    new ArrayList<>(List.of(ROOT.resolve("confab").toString()));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    // From any folder; and the build that runs this test has built what it tests.
                    .directory(data.getParent().toFile());
            builder.environment().putAll(Map.of("CONFAB_BUILD", "never", "JAVA_HOME", System.getProperty("java.home")));
            builder.environment().remove("CONFAB_ADMIN_PASSWORD");
            return new ConfabScript(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit status; waits for it. */
    int status() {
        try {
            if (!process.waitFor(Duration.ofMinutes(4).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** The launcher's JVM: the script replaces itself by it. */
    ProcessHandle launcher() {
        return process.toHandle();
    }

    /** The launcher and everything that it started. */
    List<ProcessHandle> family() {
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        family.add(process.toHandle());
        return family;
    }

    /** Ended processes that nobody has collected yet do not count as running. */
    static boolean isRunning(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return process.isAlive() && !stat.contains(") Z ");
        } catch (IOException gone) {
            return process.isAlive();
        }
    }

    /** What {@code run.json} says about a process. */
    static Optional<JsonNode> running(Path data, String name) {
        try {
            for (JsonNode process : state(data).path("processes")) {
                if (process.path("name").asText().equals(name)) {
                    return Optional.of(process);
                }
            }
            return Optional.empty();
        } catch (IOException noneYet) {
            return Optional.empty();
        }
    }

    static String phase(Path data) {
        try {
            return state(data).path("phase").asText();
        } catch (IOException noneYet) {
            return "";
        }
    }

    private static JsonNode state(Path data) throws IOException {
        return new ObjectMapper().readTree(data.resolve("run.json").toFile());
    }
}
