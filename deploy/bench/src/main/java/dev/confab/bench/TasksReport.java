package dev.confab.bench;

import java.io.PrintStream;
import java.util.Locale;

/**
 * What a run measured, ready to be printed.
 *
 * @param tasks how many were measured
 * @param submitToTaken until Kafka had acknowledged the request
 * @param submitToStart until a worker had claimed it
 * @param submitToEnd until its end was committed
 * @param lost Kafka had acknowledged them, and they did not come to an end
 * @param failed not taken by Kafka, or ended otherwise than well
 * @param doubled started more than once
 */
record TasksReport(
        int tasks,
        int workers,
        int concurrency,
        double submittedPerSecond,
        double startedPerSecond,
        double completedPerSecond,
        Latency submitToTaken,
        Latency submitToStart,
        Latency submitToEnd,
        CpuUse cpu,
        long lost,
        long failed,
        long doubled) {
    /** Whether every task was done once. */
    boolean whole() {
        return lost == 0 && failed == 0 && doubled == 0;
    }

    void print(PrintStream out) {
        out.printf(Locale.ROOT, "%d tasks, %d worker(s), %d at a time each%n", tasks, workers, concurrency);
        out.printf(
                Locale.ROOT,
                "%.0f submitted/s, %.0f started/s, %.0f completed/s%n%n",
                submittedPerSecond,
                startedPerSecond,
                completedPerSecond);
        Latency.printHeading(out);
        submitToTaken.print(out, "submit to taken");
        submitToStart.print(out, "submit to start");
        submitToEnd.print(out, "submit to completion");
        cpu.print(out, "task");
        out.printf("%nlost %d, failed %d, doubled %d%n", lost, failed, doubled);
    }
}
