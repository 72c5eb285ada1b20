package dev.confab.task.probe;

import dev.confab.task.handler.PermanentFailureException;
import dev.confab.task.handler.RetryLaterException;
import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.handler.TaskOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Fails in its first attempts, in the way that its payload says. */
@ApplicationScoped
public class FlakyHandler implements TaskHandler<FlakyHandler.Flaw> {
    /** How often it fails, and how. */
    public record Flaw(int failures, String how) {}

    @Override
    public String type() {
        return "flaky";
    }

    @Override
    public Class<Flaw> payloadType() {
        return Flaw.class;
    }

    @Override
    public TaskOptions options() {
        return TaskOptions.DEFAULTS
                .withRetries(3, Duration.ofMillis(50), Duration.ofMillis(200))
                .withRetryOn(Set.of(IllegalStateException.class));
    }

    @Override
    public Map<String, Object> run(Flaw flaw, TaskContext context) throws Exception {
        if (context.attempt() <= flaw.failures()) {
            switch (flaw.how()) {
                case "retry" -> throw new IllegalStateException("not yet");
                case "final" -> throw new UnsupportedOperationException("never");
                case "permanent" -> throw new PermanentFailureException("no_such_address", "nobody lives there");
                case "later" -> throw new RetryLaterException(Duration.ofMillis(10), "busy");
                default -> throw new IllegalArgumentException(flaw.how());
            }
        }
        return Map.of("attempt", context.attempt(), "requestId", String.valueOf(context.requestId()));
    }
}
