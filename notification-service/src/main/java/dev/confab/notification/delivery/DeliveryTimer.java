package dev.confab.notification.delivery;

import dev.confab.notification.inbox.NotificationsConfig;
import dev.confab.notification.intake.EventIntake;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the next decision and has it taken, on a virtual thread. Every node does so; what one leaves behind another
 * finds within a poll interval.
 *
 * <p>While Kafka cannot be reached nothing is decided: no mail could leave anyway, and what people read meanwhile is not
 * known here.
 */
@ApplicationScoped
class DeliveryTimer {
    private static final Logger LOG = Logger.getLogger(DeliveryTimer.class);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final DeliveryService deliveries;
    private final DeliverySignal signal;
    private final EventIntake intake;
    private final NotificationsConfig config;
    private final InstantSource clock;
    private @Nullable Thread thread;

    DeliveryTimer(
            DeliveryService deliveries,
            DeliverySignal signal,
            EventIntake intake,
            NotificationsConfig config,
            InstantSource clock) {
        this.deliveries = deliveries;
        this.signal = signal;
        this.intake = intake;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 200) StartupEvent event) {
        thread = Thread.ofVirtual().name("confab-deliveries").start(this::run);
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 800) ShutdownEvent event)
            throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join(STOP_LIMIT);
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                signal.await(step());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Decides what is due, and tells how long to wait then. */
    private Duration step() {
        try {
            if (!intake.isConnected()) {
                return AFTER_FAILURE;
            }
            if (deliveries.decideDue()) {
                return Duration.ZERO;
            }
            Duration longest = config.email().pollInterval();
            Optional<Instant> next = deliveries.nextDue();
            return next.map(due -> Duration.between(clock.instant(), due))
                    // What is due and was not decided is being decided by another node.
                    .map(wait -> wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait)
                    .filter(wait -> wait.compareTo(longest) < 0)
                    .orElse(longest);
        } catch (RuntimeException failure) {
            LOG.warnf("Deliveries wait: %s", failure.getMessage());
            return AFTER_FAILURE;
        }
    }
}
