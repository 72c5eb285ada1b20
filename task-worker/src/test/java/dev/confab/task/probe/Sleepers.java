package dev.confab.task.probe;

import dev.confab.task.handler.TaskOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Sleepers with as much time as they like, and with little of it. */
final class Sleepers {
    private Sleepers() {}

    @ApplicationScoped
    static class Patient extends SleepyHandler {
        Patient() {
            super("sleep");
        }
    }

    @ApplicationScoped
    static class Limited extends SleepyHandler {
        Limited() {
            super("nap");
        }

        @Override
        public TaskOptions options() {
            return TaskOptions.DEFAULTS
                    .withRetries(0, Duration.ofMillis(50), Duration.ofMillis(200))
                    .withTimeLimits(Duration.ofMillis(300), Duration.ofMinutes(5));
        }
    }

    @ApplicationScoped
    static class Hasty extends SleepyHandler {
        Hasty() {
            super("short-nap");
        }

        @Override
        public TaskOptions options() {
            return TaskOptions.DEFAULTS
                    .withRetries(0, Duration.ofMillis(50), Duration.ofMillis(200))
                    .withTimeLimits(Duration.ofMillis(300), Duration.ofMillis(900));
        }
    }
}
