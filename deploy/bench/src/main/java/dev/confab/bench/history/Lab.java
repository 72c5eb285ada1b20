package dev.confab.bench.history;

import dev.confab.local.test.LossyProxy;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What all who take part in a run share. */
final class Lab {
    /** How often things happened. */
    static final class Totals {
        final LongAdder events = new LongAdder();
        final LongAdder connections = new LongAdder();
        final LongAdder resumes = new LongAdder();
        final LongAdder repeats = new LongAdder();
        final LongAdder lostAnswers = new LongAdder();
        final LongAdder refusals = new LongAdder();
        final LongAdder revisions = new LongAdder();
        final LongAdder probes = new LongAdder();
        final LongAdder faults = new LongAdder();
    }

    private final List<LossyProxy> nodes;
    private final History history = new History();
    private final Totals totals = new Totals();
    private volatile boolean talking = true;
    private volatile boolean listening = true;
    private volatile long giveUpNanos = Long.MAX_VALUE;

    Lab(List<LossyProxy> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** A node, through the network that may fail. */
    URI anyNode(RandomGenerator random) {
        return nodes.get(random.nextInt(nodes.size())).url();
    }

    List<LossyProxy> nodes() {
        return nodes;
    }

    History history() {
        return history;
    }

    Totals totals() {
        return totals;
    }

    /** Whether new things are to be begun. */
    boolean talking() {
        return talking;
    }

    /** Whether connections are to be kept up. */
    boolean listening() {
        return listening;
    }

    /** Nothing new is begun; what was begun may be tried for as long again. */
    void fallSilent(long patienceNanos) {
        giveUpNanos = System.nanoTime() + patienceNanos;
        talking = false;
    }

    void hangUp() {
        listening = false;
    }

    /** Tries a call at one node after the other until it is answered for good. */
    Rest.Answer insist(Person person, RandomGenerator random, String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                Rest.Answer answer = person.call(anyNode(random), method, path, body);
                if (!answer.temporary() && answer.status() < 500) {
                    return answer;
                }
                totals.refusals.increment();
            } catch (IOException unanswered) {
                totals.lostAnswers.increment();
                if (gaveUp()) {
                    throw unanswered;
                }
            }
            if (gaveUp()) {
                throw new IOException(method + " " + path + " was never answered");
            }
            pause(random, 100L * Math.min(attempt, 10));
        }
    }

    boolean gaveUp() {
        return System.nanoTime() - giveUpNanos > 0 && !talking;
    }

    /** Between half of the time and one and a half. */
    static void pause(RandomGenerator random, long millis) throws InterruptedException {
        Thread.sleep(millis / 2 + random.nextLong(Math.max(1, millis)));
    }
}
