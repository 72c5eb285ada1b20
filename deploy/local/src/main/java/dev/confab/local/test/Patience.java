package dev.confab.local.test;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a test waits for what must come: long, because on a crowded machine any thread may stand still for seconds. */
public final class Patience {

    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private Patience() {}

    /** Like {@code Awaitility.await()}, which gives up after ten seconds. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE);
    }
}
