package dev.confab.bench.history;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * The verdict.
 *
 * @param seed the run can be tried again with it, though not repeated exactly
 * @param totals what was done and seen, by name
 * @param violations every broken promise with its evidence, the first found first; empty if all were kept
 */
public record HistoryReport(long seed, Map<String, Long> totals, List<String> violations) {
    private static final int SHOWN = 20;

    public boolean whole() {
        return violations.isEmpty();
    }

    /** Totals and verdict, for people. */
    public void print(PrintStream out) {
        out.printf("seed %d%n", seed);
        totals.forEach((name, count) -> out.printf("%,14d %s%n", count, name));
        if (whole()) {
            out.println("\nEvery promise was kept.");
            return;
        }
        out.printf("%nBROKEN: %d violations%n", violations.size());
        violations.stream().limit(SHOWN).forEach(violation -> out.println("  " + violation));
    }
}
