package dev.confab.common.relay;

import dev.confab.common.stream.StreamHubs;
import dev.confab.common.stream.StreamLog;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

/**
 * Runs the log in services that have streams ({@code confab.stream.enabled=true} when they are built). Stops in the
 * order of the flow, after the connections were closed: what is queued is stored, what is stored is published.
 */
@ApplicationScoped
@IfBuildProperty(name = "confab.stream.enabled", stringValue = "true")
class StreamLifecycle {
    private final StreamLog log;
    private final StreamHubs hubs;
    private final Relay relay;
    private final StreamEventConsumer consumer;

    @Inject
    StreamLifecycle(StreamLog log, StreamHubs hubs, Relay relay, StreamEventConsumer consumer) {
        this.log = log;
        this.hubs = hubs;
        this.relay = relay;
        this.consumer = consumer;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        relay.start();
        consumer.start();
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 1000) ShutdownEvent event) {
        consumer.close();
        log.close();
        relay.close();
        hubs.close();
    }
}
