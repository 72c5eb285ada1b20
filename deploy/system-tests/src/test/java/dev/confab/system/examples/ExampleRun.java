package dev.confab.system.examples;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;

/** One example, run as its comment says, in a process of its own that is ended with the test. */
final class ExampleRun implements AutoCloseable {
    private static final Path EXAMPLES = Path.of(System.getProperty("confab.root"), "examples");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;

    private ExampleRun(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** A Java file, with a Kafka client and Jackson on its class path and nothing else. */
    static ExampleRun java(String file, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Stream.of(KafkaConsumer.class, Logger.class, ObjectMapper.class, JsonParser.class, JsonProperty.class)
                        .map(ExampleRun::jarOf)
                        .collect(Collectors.joining(File.pathSeparator)),
                EXAMPLES.resolve(file).toString()));
        command.addAll(List.of(arguments));
        return start(command, Map.of());
    }

    static ExampleRun script(Map<String, String> environment, String file, String... arguments) {
        List<String> command = new ArrayList<>(List.of(EXAMPLES.resolve(file).toString()));
        command.addAll(List.of(arguments));
        return start(command, environment);
    }

    private static ExampleRun start(List<String> command, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("confab-example-", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new ExampleRun(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it has written so far, to stdout and stderr. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has written when it has ended, which must be well. */
    String result() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running:\n" + output());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("ended with status " + process.exitValue() + ":\n" + output());
        }
        return output();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.delete(output);
    }
}
