package dev.confab.common.layer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What the local layer tells of itself. */
final class LayerMetrics {
    private final AtomicLong withheld = new AtomicLong();
    private final Counter expired;
    private final Counter overflowed;

    LayerMetrics(MeterRegistry registry) {
        Gauge.builder("confab.layer.withheld", withheld, AtomicLong::get)
                .description("Rows that wait for a change to the layer kafka: one per stream, and records")
                .register(registry);
        expired = discarded(registry, "expired");
        overflowed = discarded(registry, "capacity");
    }

    void withheld(long rows) {
        withheld.set(rows);
    }

    void discarded(int old, int beyond) {
        expired.increment(old);
        overflowed.increment(beyond);
    }

    private static Counter discarded(MeterRegistry registry, String reason) {
        return Counter.builder("confab.layer.discarded")
                .description("Records that will never be published, because they were too old or too many")
                .tag("reason", reason)
                .register(registry);
    }
}
