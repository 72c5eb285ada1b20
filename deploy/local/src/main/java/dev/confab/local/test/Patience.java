package dev.confab.local.test;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.IterativePollInterval;

/** How long a test waits for what must come: long, because on a crowded machine any thread may stand still for seconds. */
public final class Patience {

    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration SHORTEST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMillis(100);

    private Patience() {}

    /**
     * Like {@code Awaitility.await()}, which gives up after ten seconds and looks every tenth of a second, the first time
     * after one: here at once, as much is there already or takes a moment, and then less and less often.
     */
    public static ConditionFactory await() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(IterativePollInterval.iterative(Patience::doubled, SHORTEST));
    }

    private static Duration doubled(Duration interval) {
        Duration next = interval.multipliedBy(2);
        return next.compareTo(LONGEST) < 0 ? next : LONGEST;
    }
}
