package dev.confab.task.worker;

import dev.confab.task.execution.QueueSlots;
import dev.confab.task.execution.TaskEngine;
import dev.confab.task.handler.HandlerRegistry;
import dev.confab.task.intake.RequestConsumer;
import dev.confab.task.intake.RetryConsumer;
import dev.confab.task.lifecycle.TaskConfig;
import dev.confab.task.schedule.ScheduleTicker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

/**
 * Starts the parts of a worker, and stops them in the order of the flow: nothing more is taken, what runs ends or is given
 * back, and the relay, which stops after all of this, publishes what was committed.
 */
@ApplicationScoped
class WorkerLifecycle {
    private final TaskConfig config;
    private final HandlerRegistry handlers;
    private final QueueSlots slots;
    private final TaskEngine engine;
    private final RequestConsumer requests;
    private final RetryConsumer retries;
    private final ScheduleTicker ticker;
    private final WorkerRegistry registry;

    @Inject
    WorkerLifecycle(
            TaskConfig config,
            HandlerRegistry handlers,
            QueueSlots slots,
            TaskEngine engine,
            RequestConsumer requests,
            RetryConsumer retries,
            ScheduleTicker ticker,
            WorkerRegistry registry) {
        this.config = config;
        this.handlers = handlers;
        this.slots = slots;
        this.engine = engine;
        this.requests = requests;
        this.retries = retries;
        this.ticker = ticker;
        this.registry = registry;
    }

    void start(@Observes @Priority(Interceptor.Priority.APPLICATION) StartupEvent event) {
        handlers.checkQueues(slots.queues());
        registry.start();
        if (config.execution()) {
            engine.start();
            requests.start();
            retries.start();
        }
        ticker.start();
    }

    void stop(@Observes @Priority(Interceptor.Priority.APPLICATION) ShutdownEvent event) {
        ticker.stop();
        requests.stop();
        retries.stop();
        engine.stop();
        registry.stop();
    }
}
