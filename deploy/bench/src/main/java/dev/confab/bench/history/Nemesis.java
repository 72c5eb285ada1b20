package dev.confab.bench.history;

import dev.confab.local.Suite;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Makes faults, one or two at a time, holds them for a moment and undoes them. Each kind is made once before any is
 * made again, in an order that the seed decides.
 */
final class Nemesis {
    private static final long SHORTEST_MILLIS = 500;
    private static final long CALM_MILLIS = 500;

    private final Suite suite;
    private final Lab lab;
    private final Random random;
    private final long longestMillis;
    private final Consumer<String> progress;
    private final Deque<Fault> deck = new ArrayDeque<>();

    Nemesis(Suite suite, Lab lab, long seed, Duration longest, Consumer<String> progress) {
        this.suite = suite;
        this.lab = lab;
        this.random = new Random(seed);
        longestMillis = longest.toMillis();
        this.progress = progress;
    }

    /** Until the time is over and every kind was there. Everything is mended when it returns, also by an exception. */
    void rage(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        long least = Fault.values().length;
        for (long made = 0; made < least || System.nanoTime() < end; ) {
            made += strike(made < least ? least - made : 2);
            Lab.pause(random, CALM_MILLIS);
        }
    }

    private long strike(long most) throws InterruptedException {
        List<Fault> faults = new ArrayList<>(List.of(draw()));
        if (most > 1 && random.nextInt(3) == 0) {
            Fault second = draw();
            if (second.part().equals(faults.getFirst().part())) {
                deck.push(second);
            } else {
                faults.add(second);
            }
        }
        long millis = random.nextLong(SHORTEST_MILLIS, longestMillis);
        progress.accept("%s for %d ms".formatted(faults, millis));
        List<Fault.Damage> damages = new ArrayList<>();
        try {
            for (Fault fault : faults) {
                damages.add(fault.strike(suite, lab.nodes(), random));
                lab.totals().faults.increment();
            }
            Thread.sleep(millis);
        } finally {
            mend(damages);
        }
        return faults.size();
    }

    /** At the same time: a node does not get ready without its database. */
    private static void mend(List<Fault.Damage> damages) {
        List<Thread> menders = damages.stream()
                .map(damage -> Thread.ofVirtual().start(damage::undo))
                .toList();
        boolean interrupted = Thread.interrupted();
        for (Thread mender : menders) {
            while (mender.isAlive()) {
                try {
                    mender.join();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Fault draw() {
        if (deck.isEmpty()) {
            List<Fault> all = new ArrayList<>(Arrays.asList(Fault.values()));
            Collections.shuffle(all, random);
            deck.addAll(all);
        }
        return deck.pop();
    }
}
