package dev.confab.task.execution;

import dev.confab.task.handler.HandlerRegistry;
import dev.confab.task.lifecycle.TaskChange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** What a worker tells of its work. */
@ApplicationScoped
public class TaskMetrics {
    /** Strangers choose the types of their requests; each would be a series of its own. */
    private static final String UNKNOWN = "unknown";

    private final MeterRegistry registry;
    private final HandlerRegistry handlers;
    private final Counter fenced;
    private final Counter lost;
    private final Counter repeated;
    private final Counter unreadable;
    private final Counter recovered;

    @Inject
    public TaskMetrics(MeterRegistry registry, HandlerRegistry handlers) {
        this.registry = registry;
        this.handlers = handlers;
        fenced = counter("confab.tasks.fenced", "Attempts that ended after another worker had taken the task over");
        lost = counter("confab.tasks.lost", "Attempts whose worker did not come back, found by this one");
        repeated = counter("confab.tasks.repeated", "Requests for tasks that were there already");
        unreadable = counter("confab.tasks.unreadable", "Requests that nobody can read, put aside");
        recovered = counter("confab.tasks.recovered", "Retries that were sent through Kafka and did not arrive");
    }

    public void accepted(String queue, int count) {
        Counter.builder("confab.tasks.accepted")
                .description("Tasks that this worker has stored")
                .tag("queue", queue)
                .register(registry)
                .increment(count);
    }

    public void repeated(int count) {
        repeated.increment(count);
    }

    public void unreadable(int count) {
        unreadable.increment(count);
    }

    void started(String queue, Duration waited) {
        Timer.builder("confab.tasks.start.delay")
                .description("From the moment in which a task could run to its start")
                .tag("queue", queue)
                .publishPercentileHistogram()
                .register(registry)
                .record(waited.isNegative() ? Duration.ZERO : waited);
    }

    void ended(TaskChange change, Instant now) {
        String type = handlers.find(change.type()).isPresent() ? change.type() : UNKNOWN;
        Counter.builder("confab.tasks.attempts")
                .description("Attempts that this worker has ended, by the state of the task after them")
                .tag("type", type)
                .tag("state", change.state().text())
                .register(registry)
                .increment();
        if (change.startedAt() != null) {
            Timer.builder("confab.tasks.run")
                    .description("From the start of an attempt to the commit of its end")
                    .tag("type", type)
                    .register(registry)
                    .record(Duration.between(change.startedAt(), now));
        }
    }

    void fenced() {
        fenced.increment();
    }

    void lost(int count) {
        lost.increment(count);
    }

    void recovered(int count) {
        recovered.increment(count);
    }

    void running(String queue, Supplier<Number> running) {
        Gauge.builder("confab.tasks.running", running)
                .description("Tasks that this worker runs")
                .tag("queue", queue)
                .register(registry);
    }

    void abandoned(Supplier<Number> abandoned) {
        Gauge.builder("confab.tasks.abandoned", abandoned)
                .description("Handlers that go on although their attempt is over")
                .register(registry);
    }

    /** How many tasks of a queue wait, on all workers together. */
    public void waiting(String queue, Supplier<Number> waiting) {
        Gauge.builder("confab.tasks.waiting", waiting)
                .description("Tasks of all workers that could run and do not")
                .tag("queue", queue)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
