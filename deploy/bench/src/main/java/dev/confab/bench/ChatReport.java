package dev.confab.bench;

import java.io.PrintStream;
import java.util.Locale;

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
        CpuUse cpu,
        double generatorProcessors,
        long lost,
        long unacknowledged,
        long duplicates,
        long gaps,
        long errors) {

    /** Whether nothing was lost, doubled or out of order. */
    boolean whole() {
        return lost == 0 && unacknowledged == 0 && duplicates == 0 && gaps == 0 && errors == 0;
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
        Latency.printHeading(out);
        sendToAck.print(out, "send to ack");
        sendToReceive.print(out, "send to receive");
        sendToLastReceiver.print(out, "send to last receiver");
        cpu.print(out, "delivery");
        out.printf(Locale.ROOT, "  %-22s %8.2f%n", "and by the generator", generatorProcessors);
        out.printf(
                "%nlost %d, not acknowledged %d, duplicates %d, gaps %d, errors %d%n",
                lost, unacknowledged, duplicates, gaps, errors);
    }
}
