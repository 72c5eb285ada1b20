package dev.confab.common.relay;

import io.quarkus.arc.properties.UnlessBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

/** Runs the relay alone in services without streams, for the records in their outbox. */
@ApplicationScoped
@UnlessBuildProperty(name = "confab.stream.enabled", stringValue = "true", enableIfMissing = true)
class RelayLifecycle {
    private final Relay relay;

    @Inject
    RelayLifecycle(Relay relay) {
        this.relay = relay;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        relay.start();
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 1000) ShutdownEvent event) {
        relay.close();
    }
}
