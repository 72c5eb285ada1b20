package dev.confab.common.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;

/** What the log tells of itself. */
@ApplicationScoped
class StreamMetrics {
    private final MeterRegistry registry;
    private final DistributionSummary batchSize;
    private final Timer commit;
    private final Counter retries;
    private final Counter refused;
    private final Counter expired;
    private final Counter delivered;
    private final Counter gapFills;
    private final Counter lost;

    @Inject
    StreamMetrics(MeterRegistry registry) {
        this.registry = registry;
        batchSize = DistributionSummary.builder("confab.stream.append.batch.size")
                .description("Requests per group commit")
                .register(registry);
        commit = Timer.builder("confab.stream.append.commit")
                .description("Time from handing a batch to the database until it is committed")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        retries = counter("confab.stream.append.retries", "Batches tried again because the database was away");
        refused = counter("confab.stream.append.refused", "Requests refused because the queue was full");
        expired = counter("confab.stream.append.expired", "Requests that the database did not answer in time");
        delivered = counter("confab.stream.hub.events", "Events that hubs put in order and delivered");
        gapFills = counter("confab.stream.hub.gap.fills", "Times that a hub read missing events from the database");
        lost = counter("confab.stream.hub.lost", "Subscriptions that could not be continued whole");
    }

    void committed(int requests, long nanos) {
        batchSize.record(requests);
        commit.record(Duration.ofNanos(nanos));
    }

    void retried() {
        retries.increment();
    }

    void refused() {
        refused.increment();
    }

    void expired() {
        expired.increment();
    }

    void delivered(int events) {
        delivered.increment(events);
    }

    void gapFilled() {
        gapFills.increment();
    }

    void lost() {
        lost.increment();
    }

    void queueDepth(Supplier<Number> depth) {
        gauge("confab.stream.append.queue.depth", "Requests that wait to be stored", depth);
    }

    void openHubs(Supplier<Number> hubs) {
        gauge("confab.stream.hub.open", "Streams that are open on this node", hubs);
    }

    void recentBytes(Supplier<Number> bytes) {
        gauge("confab.stream.hub.recent.bytes", "Bytes of recent events kept for short resumes", bytes);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
