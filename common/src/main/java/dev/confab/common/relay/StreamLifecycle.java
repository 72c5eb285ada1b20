package dev.confab.common.relay;

import dev.confab.common.layer.ChannelLayer;
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
 * order of the flow, after the connections were closed: what is queued is stored, what is stored is published. With the layer
 * {@code local} nothing is: neither relay nor consumer begin.
 */
@ApplicationScoped
@IfBuildProperty(name = "confab.stream.enabled", stringValue = "true")
class StreamLifecycle {
    private final StreamLog log;
    private final StreamHubs hubs;
    private final Relay relay;
    private final StreamEventConsumer consumer;
    private final ChannelLayer layer;

    @Inject
    StreamLifecycle(StreamLog log, StreamHubs hubs, Relay relay, StreamEventConsumer consumer, ChannelLayer layer) {
        this.log = log;
        this.hubs = hubs;
        this.relay = relay;
        this.consumer = consumer;
        this.layer = layer;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        layer.enter();
        if (!layer.isLocal()) {
            relay.start();
            consumer.start();
        }
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 1000) ShutdownEvent event) {
        consumer.close();
        log.close();
        relay.close();
        layer.close();
        hubs.close();
    }
}
