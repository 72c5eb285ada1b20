package dev.confab.bench;

import java.io.PrintStream;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Percentiles in milliseconds. */
record Latency(double p50, double p90, double p99, double p999, double max) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Of times in nanoseconds. */
    static Latency of(Histogram histogram) {
        return new Latency(
                histogram.getValueAtPercentile(50) / NANOS_PER_MILLI,
                histogram.getValueAtPercentile(90) / NANOS_PER_MILLI,
                histogram.getValueAtPercentile(99) / NANOS_PER_MILLI,
                histogram.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
                histogram.getMaxValue() / NANOS_PER_MILLI);
    }

    static void printHeading(PrintStream out) {
        out.printf("%-24s %8s %8s %8s %8s %8s%n", "latency, ms", "p50", "p90", "p99", "p99.9", "max");
    }

    void print(PrintStream out, String name) {
        out.printf(Locale.ROOT, "%-24s %8.2f %8.2f %8.2f %8.2f %8.2f%n", name, p50, p90, p99, p999, max);
    }
}
