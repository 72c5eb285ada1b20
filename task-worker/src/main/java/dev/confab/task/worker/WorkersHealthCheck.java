package dev.confab.task.worker;

import dev.confab.task.execution.QueueSlots;
import dev.confab.task.execution.TaskEngine;
import dev.confab.task.intake.RequestConsumer;
import dev.confab.task.intake.RetryConsumer;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Whether this worker works: it has given a sign of life and looked for tasks recently, and its handlers end. Kafka may be
 * away: then requests arrive later, and retries and schedules go on. Never blocks.
 */
@Readiness
@ApplicationScoped
class WorkersHealthCheck implements HealthCheck {
    private final TaskConfig config;
    private final WorkerRegistry registry;
    private final TaskEngine engine;
    private final RequestConsumer requests;
    private final RetryConsumer retries;
    private final QueueSlots slots;
    private final TaskClock clock;

    @Inject
    WorkersHealthCheck(
            TaskConfig config,
            WorkerRegistry registry,
            TaskEngine engine,
            RequestConsumer requests,
            RetryConsumer retries,
            QueueSlots slots,
            TaskClock clock) {
        this.config = config;
        this.registry = registry;
        this.engine = engine;
        this.requests = requests;
        this.retries = retries;
        this.slots = slots;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        boolean beats = isRecent(registry.lastBeat(), WorkerRegistry.SILENCE);
        boolean claims =
                !config.execution() || isRecent(engine.lastClaim(), WorkerRegistry.SILENCE.plus(config.pollInterval()));
        int abandoned = engine.abandoned();
        int slotsOfAll = slots.queues().stream().mapToInt(slots::concurrency).sum();
        boolean ends = abandoned < slotsOfAll;
        return HealthCheckResponse.named("workers")
                .status(beats && claims && ends)
                .withData("execution", config.execution())
                .withData("heartbeat", beats)
                .withData("claims", claims)
                .withData("intake", requests.isConnected() && retries.isConnected() ? "connected" : "waiting")
                .withData("running", slots.used())
                .withData("abandoned", abandoned)
                .build();
    }

    private boolean isRecent(@Nullable Instant time, Duration age) {
        return time != null && Duration.between(time, clock.now()).compareTo(age) < 0;
    }
}
