package dev.confab.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a run measured, ready to be printed. Times in milliseconds, CPU in microseconds. */
record ChatReport(
        int connections,
        int rooms,
        int receivers,
        int chatNodes,
        double seconds,
        double messagesPerSecond,
        double deliveriesPerSecond,
        Latency sendToAck,
        Latency sendToReceive,
        Latency sendToLastReceiver,
        Map<String, Double> cpuMicrosPerDelivery,
        double serverCpus,
        long lost,
        long unacknowledged,
        long duplicates,
        long gaps,
        long errors) {

    /** Percentiles in milliseconds. */
    record Latency(double p50, double p90, double p99, double p999, double max) {
        private static final double NANOS_PER_MILLI = 1e6;

        static Latency of(Histogram histogram) {
            return new Latency(
                    histogram.getValueAtPercentile(50) / NANOS_PER_MILLI,
                    histogram.getValueAtPercentile(90) / NANOS_PER_MILLI,
                    histogram.getValueAtPercentile(99) / NANOS_PER_MILLI,
                    histogram.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
                    histogram.getMaxValue() / NANOS_PER_MILLI);
        }
    }

    /** Whether nothing was lost, doubled or out of order. */
    boolean whole() {
        return lost == 0 && unacknowledged == 0 && duplicates == 0 && gaps == 0 && errors == 0;
    }

    static Map<String, Double> perDelivery(Map<String, Long> before, Map<String, Long> after, long deliveries) {
        Map<String, Double> result = new LinkedHashMap<>();
        double sum = 0;
        for (Map.Entry<String, Long> server : after.entrySet()) {
            double micros = (double) (server.getValue() - before.getOrDefault(server.getKey(), 0L)) / deliveries;
            sum += micros;
            result.put(server.getKey(), micros);
        }
        if (!result.isEmpty()) {
            result.put("all", sum);
        }
        return result;
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%d connections in %d rooms (%d receivers a message), %d chat node(s), %.0f s%n",
                connections,
                rooms,
                receivers,
                chatNodes,
                seconds);
        out.printf(Locale.ROOT, "%.0f messages/s, %.0f deliveries/s%n%n", messagesPerSecond, deliveriesPerSecond);
        out.printf("%-24s %8s %8s %8s %8s %8s%n", "latency, ms", "p50", "p90", "p99", "p99.9", "max");
        print(out, "send to ack", sendToAck);
        print(out, "send to receive", sendToReceive);
        print(out, "send to last receiver", sendToLastReceiver);
        if (!cpuMicrosPerDelivery.isEmpty()) {
            out.printf("%n%-24s %8s%n", "server CPU, us/delivery", "");
            cpuMicrosPerDelivery.forEach(
                    (server, micros) -> out.printf(Locale.ROOT, "  %-22s %8.2f%n", server, micros));
            out.printf(Locale.ROOT, "  %-22s %8.2f%n", "processors kept busy", serverCpus);
        }
        out.printf(
                "%nlost %d, not acknowledged %d, duplicates %d, gaps %d, errors %d%n",
                lost, unacknowledged, duplicates, gaps, errors);
    }

    private static void print(PrintStream out, String name, Latency l) {
        out.printf(
                Locale.ROOT,
                "%-24s %8.2f %8.2f %8.2f %8.2f %8.2f%n",
                name,
                l.p50(),
                l.p90(),
                l.p99(),
                l.p999(),
                l.max());
    }
}
