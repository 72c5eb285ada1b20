package dev.confab.task.execution;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.task.background.BackgroundLoop;
import dev.confab.task.lifecycle.Ending;
import dev.confab.task.lifecycle.NewTask;
import dev.confab.task.lifecycle.TaskChange;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskEndings;
import dev.confab.task.lifecycle.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Commits the ends of attempts, all that wait in one transaction. As long as the database is away they wait, each in the
 * slot of its task, so there are never more than there are slots; when it is back, the fence decides which of them count.
 */
final class Completions {
    private static final Logger LOG = Logger.getLogger(Completions.class);
    private static final int LARGEST_BATCH = 500;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Transactions transactions;
    private final TaskEndings endings;
    private final TaskClock clock;
    private final TaskMetrics metrics;
    private final Runnings runnings;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final BackgroundLoop loop = new BackgroundLoop("task-completions", this::commitSome);
    private List<Waiting> batch = List.of();
    private boolean repeated;

    private record Waiting(RunningTask running, Ending ending) {}

    Completions(
            Transactions transactions, TaskEndings endings, TaskClock clock, TaskMetrics metrics, Runnings runnings) {
        this.transactions = transactions;
        this.endings = endings;
        this.clock = clock;
        this.metrics = metrics;
        this.runnings = runnings;
    }

    void start() {
        loop.start();
    }

    /** The attempt, settled by the caller, has come to this end. Never blocks. */
    void add(RunningTask running, Ending ending) {
        synchronized (waiting) {
            waiting.add(new Waiting(running, ending));
        }
        loop.wake();
    }

    /** Ends after what is being committed; what still waits is left to the leases. */
    void close() {
        loop.close();
    }

    void die() {
        loop.die();
    }

    /** Step of the one thread that this has. */
    private Duration commitSome() throws SQLException {
        if (batch.isEmpty()) {
            batch = take();
            repeated = false;
        }
        if (batch.isEmpty()) {
            return IDLE;
        }
        try {
            commit(batch, repeated);
        } catch (SQLException | RuntimeException failure) {
            if (ConfabException.of(failure).code() == ErrorCode.UNAVAILABLE) {
                // The commit may have happened: then the rows are no longer ours and nothing is done twice.
                repeated = true;
                throw failure;
            }
            commitOneByOne(failure);
        }
        batch = List.of();
        return Duration.ZERO;
    }

    private List<Waiting> take() {
        List<Waiting> taken = new ArrayList<>();
        synchronized (waiting) {
            for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
                taken.add(next);
                if (taken.size() == LARGEST_BATCH) {
                    break;
                }
            }
        }
        return taken;
    }

    private void commit(List<Waiting> some, boolean again) throws SQLException {
        Instant now = clock.now();
        List<TaskChange> changes = transactions.call(connection ->
                endings.end(connection, some.stream().map(Waiting::ending).toList(), now));
        Map<UUID, TaskChange> applied = new HashMap<>();
        changes.forEach(change -> applied.put(change.id(), change));
        for (Waiting done : some) {
            TaskChange change = applied.get(done.ending().id());
            if (change != null) {
                metrics.ended(change, now);
                NewTask follower = done.ending().follower();
                if (follower != null) {
                    runnings.followed(follower.request().queue());
                }
            } else if (!again) {
                metrics.fenced();
                LOG.infof(
                        "Task %s was taken over: attempt %d does not count",
                        done.ending().id(), done.ending().attempt());
            }
            runnings.ended(done.running());
        }
    }

    /** One end that the database refuses must not hold up the others. */
    private void commitOneByOne(Exception failure) throws SQLException {
        for (Waiting one : List.copyOf(batch)) {
            try {
                commit(List.of(one), repeated);
            } catch (SQLException | RuntimeException refused) {
                if (ConfabException.of(refused).code() == ErrorCode.UNAVAILABLE) {
                    batch = batch.subList(batch.indexOf(one), batch.size());
                    throw refused;
                }
                refused.addSuppressed(failure);
                LOG.errorf(
                        refused,
                        "The end of task %s cannot be stored",
                        one.ending().id());
                runnings.ended(one.running());
            }
        }
    }
}
