package dev.confab.task.lifecycle;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;

/** How tasks are taken, run and kept. */
@ConfigMapping(prefix = "confab.tasks")
public interface TaskConfig {
    /** Each queue that this worker serves; there are `default` and `email`, and whatever else is set here. */
    Map<String, QueueSettings> queues();

    /** A queue. */
    interface QueueSettings {
        /** How many of its tasks one worker runs at a time. */
        @WithDefault("16")
        @Min(1)
        int concurrency();
    }

    /** Whether this process takes and runs tasks; if not, it answers questions about them and, if set so, fires schedules. */
    @WithDefault("true")
    boolean execution();

    /** How long a worker that says nothing keeps its tasks: what its death delays them. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration lease();

    /** How often to look for waiting tasks and for cancellations without being told to. */
    @WithDefault("500ms")
    @DurationMin(millis = 1)
    Duration pollInterval();

    /** A task whose worker did not come back so often goes to the dead letter: it may be what kills them. */
    @WithDefault("3")
    @Min(1)
    int maxLosses();

    /** How long a task waits after the second loss of its worker; twice as long after each further one. */
    @WithDefault("10s")
    Duration lossDelay();

    /** After this time a retry that was sent through Kafka and did not arrive is run without it. */
    @WithDefault("15s")
    Duration dispatchTimeout();

    /** How long a running task may take to end after it was cancelled; then nothing of what it does counts. */
    @WithDefault("10s")
    Duration cancelGrace();

    /** How long running tasks may take to end when the service stops; then they are given back. */
    @WithDefault("10s")
    Duration shutdownGrace();

    /** A result that is larger as JSON is not kept; the task has succeeded all the same. */
    @WithDefault("64K")
    MemorySize maxResultSize();

    /** How long results are kept. */
    @WithDefault("1d")
    Duration resultLifetime();

    /**
     * How long ended tasks are kept. A request that comes again later than that runs again, so not to be shorter than Kafka
     * keeps records.
     */
    @WithDefault("8d")
    Duration retention();

    /** How long dead letters are kept. */
    @WithDefault("90d")
    Duration deadRetention();

    /** The events of tasks. */
    Events events();

    /** The events of tasks. */
    interface Events {
        /** Whether each change of a task's state is published on `confab.task.events`. */
        @WithDefault("true")
        boolean enabled();
    }
}
