package dev.confab.local.test;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Has a Quarkus test send its spans to a {@link TraceCollector}, which is set into the test's field of that type. */
public final class TraceCollectorResource implements QuarkusTestResourceLifecycleManager {
    private final TraceCollector collector = new TraceCollector();

    @Override
    public Map<String, String> start() {
        return Map.of("confab.tracing.endpoint", collector.endpoint(), "quarkus.otel.bsp.schedule.delay", "100ms");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(collector, new TestInjector.MatchesType(TraceCollector.class));
    }

    @Override
    public void stop() {
        collector.close();
    }
}
