package dev.confab.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How clients came back. Times in milliseconds, from the loss of a connection to having seen all that was said meanwhile.
 *
 * @param lastBackSeconds from the first fault to the last client that was back
 * @param handshakesBySecond successful ones, by the second since the first fault
 * @param lost acknowledged messages that were not delivered at their place, and events that somebody has not seen
 * @param doubled events that somebody got twice, messages stored twice
 * @param notRecovered resumes that the server could not continue
 * @param findings what went wrong, in words
 */
record ReturnReport(
        String what,
        int connections,
        int said,
        int acknowledged,
        long lostConnections,
        long backWhole,
        long refusedHandshakes,
        Latency away,
        double lastBackSeconds,
        Map<Long, Long> handshakesBySecond,
        long lost,
        long doubled,
        long notRecovered,
        long errors,
        List<String> findings) {

    static ReturnReport of(String what, int connections, Swarm swarm) throws InterruptedException {
        return swarm.onLoop(() -> {
            ReturnLedger ledger = swarm.ledger();
            long lost = ledger.lost() + ledger.missing + swarm.behind();
            return new ReturnReport(
                    what,
                    connections,
                    swarm.said(),
                    ledger.acknowledgements(),
                    ledger.lostConnections,
                    ledger.backWhole,
                    ledger.refusedHandshakes,
                    ledger.away(),
                    ledger.lastBackSeconds(),
                    ledger.handshakesBySecond(),
                    lost,
                    ledger.doubled,
                    ledger.notRecovered,
                    ledger.errors,
                    ledger.findings());
        });
    }

    boolean whole() {
        return lost == 0
                && doubled == 0
                && notRecovered == 0
                && errors == 0
                && acknowledged == said
                && backWhole == lostConnections;
    }

    void print(PrintStream out) {
        out.println(what);
        out.printf(
                "%,d clients, %,d lost their connection, %,d are back and whole; %,d handshakes were refused on the way%n",
                connections, lostConnections, backWhole, refusedHandshakes);
        out.printf("%,d messages said meanwhile, %,d acknowledged%n%n", said, acknowledged);
        Latency.printHeading(out);
        away.print(out, "away until whole");
        out.printf(Locale.ROOT, "%nthe last one was back %.1f s after the first fault%n", lastBackSeconds);
        out.print("handshakes by second:");
        handshakesBySecond.forEach((second, count) -> out.printf(" %d:%d", second, count));
        out.printf("%n%n%d lost, %d doubled, %d not recovered, %d errors%n", lost, doubled, notRecovered, errors);
        findings.forEach(out::println);
    }
}
