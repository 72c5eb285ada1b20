package dev.confab.notification.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what comes in. */
@ApplicationScoped
class IntakeMetrics {
    private final Counter consumed;
    private final Counter deadLetters;

    IntakeMetrics(MeterRegistry registry) {
        consumed = Counter.builder("confab.notifications.events")
                .description("Records that were read from Kafka, repetitions included")
                .register(registry);
        deadLetters = Counter.builder("confab.notifications.dead.letters")
                .description("Records that can never be applied and were put aside")
                .register(registry);
    }

    void consumed(int records, int putAside) {
        consumed.increment(records);
        deadLetters.increment(putAside);
    }
}
