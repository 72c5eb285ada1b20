package dev.confab.notification.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts decisions. A transaction that is rolled back may have been counted. */
@ApplicationScoped
class DeliveryMetrics {
    private final MeterRegistry registry;

    DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void decided(DeliveryState state, DeliveryReason reason, int count) {
        if (count > 0) {
            Counter.builder("confab.notifications.deliveries")
                    .description("Decisions about mails; pending: put off")
                    .tag("state", state.wireName())
                    .tag("reason", reason.wireName())
                    .register(registry)
                    .increment(count);
        }
    }
}
