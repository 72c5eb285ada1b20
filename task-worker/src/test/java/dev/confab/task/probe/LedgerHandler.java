package dev.confab.task.probe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.confab.common.task.TaskClient;
import dev.confab.common.task.TaskRequest;
import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.handler.TaskOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes its attempt into a ledger, in the transaction that completes it. */
@ApplicationScoped
public class LedgerHandler implements TaskHandler<LedgerHandler.Entry> {
    private final TaskClient tasks;

    /**
     * What to write.
     *
     * @param failures in how many attempts it fails after it has written
     * @param slow whether the database takes a minute for it
     * @param successor a task to be submitted in the same transaction
     */
    public record Entry(
            int failures, boolean slow, @Nullable UUID successor) {}

    @Inject
    LedgerHandler(TaskClient tasks) {
        this.tasks = tasks;
    }

    @Override
    public String type() {
        return "ledger";
    }

    @Override
    public Class<Entry> payloadType() {
        return Entry.class;
    }

    @Override
    public TaskOptions options() {
        return TaskOptions.DEFAULTS.withRetries(3, Duration.ofMillis(50), Duration.ofMillis(200));
    }

    @Override
    public String run(Entry entry, TaskContext context) throws Exception {
        return context.inTransaction(connection -> {
            LedgerStore.write(connection, context.taskId(), context.attempt());
            if (entry.slow()) {
                LedgerStore.sleep(connection);
            }
            if (entry.successor() != null) {
                tasks.submit(TaskRequest.of("echo", JsonNodeFactory.instance.objectNode(), "/test")
                        .withId(entry.successor()));
            }
            if (context.attempt() <= entry.failures()) {
                throw new IllegalStateException("after it has written");
            }
            return "written";
        });
    }
}
