package dev.confab.common.connection;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What is counted about connections; from the start on, because autoscalers ask before there are any. */
@Startup
@Singleton
class ConnectionMetrics {

    private final MeterRegistry meters;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    ConnectionMetrics(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("confab.connections", open, AtomicInteger::get)
                .description("Open WebSocket connections")
                .register(meters);
        Gauge.builder("confab.connections.queued", queuedBytes, AtomicLong::get)
                .description("Bytes that wait for clients to read them")
                .baseUnit("bytes")
                .register(meters);
        FunctionCounter.builder("confab.connections.delivered", delivered, LongAdder::sum)
                .description("Frames handed to connections")
                .register(meters);
        FunctionCounter.builder("confab.connections.dropped", dropped, LongAdder::sum)
                .description("Typing and presence frames dropped because their client reads too slowly")
                .register(meters);
    }

    AtomicLong queuedBytes() {
        return queuedBytes;
    }

    void delivered() {
        delivered.increment();
    }

    void dropped() {
        dropped.increment();
    }

    void opened(String protocol) {
        open.incrementAndGet();
        meters.counter("confab.connections.opened", "protocol", protocol).increment();
    }

    /** The timer's mean is the average duration of a connection; its count by code tells why connections ended. */
    void closed(String protocol, int code, Duration age) {
        open.decrementAndGet();
        Timer.builder("confab.connections.duration")
                .description("How long connections lasted, by close code")
                .tag("protocol", protocol)
                .tag("code", CloseCodes.label(code))
                .register(meters)
                .record(age);
    }

    void refused(String reason) {
        meters.counter("confab.connections.refused", "reason", reason).increment();
    }
}
