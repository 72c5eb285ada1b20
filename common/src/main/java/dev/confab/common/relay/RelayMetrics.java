package dev.confab.common.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;

/** What relay and consumer tell of themselves. */
@ApplicationScoped
class RelayMetrics {
    private final MeterRegistry registry;
    private final Counter published;
    private final Counter failed;
    private final Counter consumed;
    private final Counter filtered;
    private final Counter malformed;

    @Inject
    RelayMetrics(MeterRegistry registry) {
        this.registry = registry;
        published = counter("confab.relay.published", "Events and records that Kafka has acknowledged");
        failed = counter("confab.relay.failed", "Rounds that were given up and are tried again");
        consumed = counter("confab.kafka.consumed", "Records read from the event topics");
        filtered = counter("confab.kafka.filtered", "Records passed over by their key or seq, without being decoded");
        malformed = counter("confab.kafka.malformed", "Records that are none of ours");
    }

    void published(int events) {
        published.increment(events);
    }

    void failed() {
        failed.increment();
    }

    void consumed(int records, int passedOver) {
        consumed.increment(records);
        filtered.increment(passedOver);
    }

    void malformed() {
        malformed.increment();
    }

    void shardsHeld(Supplier<Number> shards) {
        gauge("confab.relay.shards", "Shards of the outbox that this node publishes", shards);
    }

    void backlog(Supplier<RelayBacklog> backlog) {
        gauge(
                "confab.relay.outbox.rows",
                "Outbox rows of all nodes that are not yet published",
                () -> backlog.get().rows());
        gauge(
                "confab.relay.outbox.age.seconds",
                "Age of the oldest outbox row",
                () -> backlog.get().oldest().toMillis() / 1000.0);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
