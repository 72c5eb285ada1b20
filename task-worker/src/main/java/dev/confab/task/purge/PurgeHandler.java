package dev.confab.task.purge;

import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskConfig;
import dev.confab.task.lifecycle.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;

/** Deletes ended tasks, results and ticks whose lifetime is over, a bounded number in each transaction. */
@ApplicationScoped
class PurgeHandler implements TaskHandler<PurgeHandler.Nothing> {
    private static final int AT_ONCE = 1000;

    private final Transactions transactions;
    private final TaskConfig config;
    private final TaskClock clock;

    /** It needs to be told nothing. */
    record Nothing() {}

    /** What was deleted. */
    record Purged(long tasks, long results, long fires) {}

    @Inject
    PurgeHandler(Transactions transactions, TaskConfig config, TaskClock clock) {
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "purge-tasks";
    }

    @Override
    public Class<Nothing> payloadType() {
        return Nothing.class;
    }

    @Override
    public Purged run(Nothing payload, TaskContext context) throws SQLException {
        Instant now = clock.now();
        long results = repeat(
                context, connection -> PurgeStore.results(connection, now.minus(config.resultLifetime()), AT_ONCE));
        long tasks = repeat(
                context,
                connection -> PurgeStore.tasks(
                        connection, now.minus(config.retention()), now.minus(config.deadRetention()), AT_ONCE));
        long fires =
                repeat(context, connection -> PurgeStore.fires(connection, now.minus(config.retention()), AT_ONCE));
        return new Purged(tasks, results, fires);
    }

    private long repeat(TaskContext context, Transactions.Work<Integer> step) throws SQLException {
        long all = 0;
        int some;
        do {
            some = transactions.autoCommit(step);
            all += some;
        } while (some == AT_ONCE && !context.cancelled());
        return all;
    }
}
