package dev.confab.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every measurement is told: how long, and how to say what it found. */
final class RunOptions {
    @Option(
            names = "--duration",
            defaultValue = "30s",
            paramLabel = "TIME",
            description = "How long to measure (default: ${DEFAULT-VALUE}).")
    Duration duration = Duration.ofSeconds(30);

    @Option(
            names = "--warmup",
            defaultValue = "15s",
            paramLabel = "TIME",
            description = "The same load before, not measured: the JIT needs it (default: ${DEFAULT-VALUE}).")
    Duration warmup = Duration.ofSeconds(15);

    @Mixin
    private final OutputOptions output = new OutputOptions();

    void check() {
        if (!duration.isPositive()) {
            throw new BenchException("--duration must be positive");
        }
    }

    /** How many of something at this rate before measuring begins. */
    int warmupCount(int rate) {
        return Math.toIntExact(rate * warmup.toMillis() / 1000);
    }

    /** How many of something at this rate are measured. */
    int measuredCount(int rate) {
        return Math.toIntExact(rate * duration.toMillis() / 1000);
    }

    /** Writes a result to stdout, for people or as JSON. */
    void print(Object result, Consumer<PrintStream> asTable) {
        output.print(result, asTable);
    }

    /** Tells what goes on, apart from the result. */
    static void note(String text) {
        System.err.println(text);
    }
}
