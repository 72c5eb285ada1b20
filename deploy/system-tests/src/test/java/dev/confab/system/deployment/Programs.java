package dev.confab.system.deployment;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Programs of the machine that deployments are made of. */
final class Programs {
    private Programs() {}

    /**
     * The program of this name. Where there is none, the test ends without a result; on a machine that must run
     * everything ({@code CI}), it fails.
     */
    static Path find(String name) {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> {
                    if (System.getenv("CI") != null) {
                        throw new AssertionError(name + " is not installed");
                    }
                    return abort(name + " is not installed");
                });
    }

    /** What the command prints on standard output; fails if it fails. */
    static String outputOf(Path folder, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        try {
            Path errors = Files.createTempFile("confab-", ".err");
            try {
                Process process = builder.redirectInput(new File("/dev/null"))
                        .redirectError(errors.toFile())
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new AssertionError(
                            String.join(" ", command) + " failed:\n" + output + Files.readString(errors));
                }
                return output;
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
