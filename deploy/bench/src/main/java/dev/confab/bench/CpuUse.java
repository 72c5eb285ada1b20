package dev.confab.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What servers spent.
 *
 * @param microsEach CPU time per delivery or task, by process, and of {@code all}; empty if the processes are not known
 * @param processors how many were kept busy
 */
record CpuUse(Map<String, Double> microsEach, double processors) {
    /** Between two looks at {@link ServerProcesses#cpuMicros}. */
    static CpuUse between(Map<String, Long> before, Map<String, Long> after, long units, double seconds) {
        Map<String, Double> each = new LinkedHashMap<>();
        long sum = 0;
        for (Map.Entry<String, Long> server : after.entrySet()) {
            long micros = server.getValue() - before.getOrDefault(server.getKey(), 0L);
            sum += micros;
            each.put(server.getKey(), (double) micros / Math.max(1, units));
        }
        if (!each.isEmpty()) {
            each.put("all", (double) sum / Math.max(1, units));
        }
        return new CpuUse(each, sum / 1e6 / seconds);
    }

    void print(PrintStream out, String unit) {
        if (microsEach.isEmpty()) {
            return;
        }
        out.printf("%n%-24s%n", "server CPU, us/" + unit);
        microsEach.forEach((server, micros) -> out.printf(Locale.ROOT, "  %-22s %8.2f%n", server, micros));
        out.printf(Locale.ROOT, "  %-22s %8.2f%n", "processors kept busy", processors);
    }
}
