package dev.confab.task.execution;

import dev.confab.common.stream.Backoff;
import dev.confab.task.execution.EffectTransaction.CommitFailedException;
import dev.confab.task.handler.AttemptLostException;
import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TransactionWork;
import dev.confab.task.lifecycle.ClaimedTask;
import dev.confab.task.lifecycle.Ending;
import dev.confab.task.lifecycle.LeaseStore;
import dev.confab.task.lifecycle.TaskChange;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskEndings;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.lifecycle.TaskViewStore;
import dev.confab.task.lifecycle.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a handler is given for one attempt. */
final class AttemptContext implements TaskContext {
    /** The engine ends an attempt at its deadline; the database does so a little later. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final RunningTask running;
    private final String traceParent;
    private final WorkerIdentity worker;
    private final EffectTransaction effects;
    private final Transactions transactions;
    private final TaskEndings endings;
    private final TaskResults results;
    private final TaskClock clock;
    private @Nullable TaskChange completed;

    AttemptContext(
            RunningTask running,
            String traceParent,
            WorkerIdentity worker,
            EffectTransaction effects,
            Transactions transactions,
            TaskEndings endings,
            TaskResults results,
            TaskClock clock) {
        this.running = running;
        this.traceParent = traceParent;
        this.worker = worker;
        this.effects = effects;
        this.transactions = transactions;
        this.endings = endings;
        this.results = results;
        this.clock = clock;
    }

    /** What {@link #inTransaction} has committed; null if it was not called or did not succeed. */
    @Nullable
    TaskChange completed() {
        return completed;
    }

    @Override
    public UUID taskId() {
        return task().id();
    }

    @Override
    public int attempt() {
        return task().attempt();
    }

    @Override
    public @Nullable String requestId() {
        return task().requestId();
    }

    @Override
    public String traceParent() {
        return traceParent;
    }

    @Override
    public Instant deadline() {
        return running.deadline();
    }

    @Override
    public boolean cancelled() {
        return running.interruption() != null || running.isSettled();
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(TransactionWork<T> work) throws Exception {
        if (completed != null) {
            throw new IllegalStateException("the task is completed already");
        }
        if (running.isSettled()) {
            throw lost();
        }
        Done<T> done;
        try {
            done = effects.call(
                    remaining(),
                    connection -> {
                        LeaseStore.allowPauses(connection, remaining().plus(GRACE));
                        T result = work.run(connection);
                        Ending ending = results.succeeded(task(), result);
                        List<TaskChange> changes = endings.end(connection, List.of(ending), clock.now());
                        if (changes.isEmpty()) {
                            throw lost();
                        }
                        return new Done<>(result, changes.getFirst());
                    },
                    () -> running.commits(true));
        } catch (CommitFailedException unknown) {
            Optional<TaskChange> found = committedAfterAll();
            if (found.isEmpty()) {
                throw unknown;
            }
            // What the work returned is lost with the exception, and nobody needs it: the task has its result.
            completed = found.get();
            throw new CompletedException();
        } finally {
            running.commits(false);
        }
        completed = done.change();
        return done.result();
    }

    private record Done<T extends @Nullable Object>(T result, TaskChange change) {}

    /** The task has been completed although the handler could not be told so; it ends here. */
    static final class CompletedException extends RuntimeException {
        CompletedException() {
            super("the task was completed and the answer to the commit was lost");
        }
    }

    /** Asks the database, for as long as the attempt may take, whether the commit whose answer was lost has happened. */
    private Optional<TaskChange> committedAfterAll() throws InterruptedException {
        Backoff backoff = Backoff.forDatabase();
        while (true) {
            try {
                Optional<TaskView> found =
                        transactions.autoCommit(connection -> TaskViewStore.find(connection, taskId()));
                return found.filter(task -> task.state() == TaskState.SUCCEEDED
                                && task.attempt() == attempt()
                                && worker.id().equals(task.worker()))
                        .map(_ -> task().changedTo(TaskState.SUCCEEDED, worker.id()));
            } catch (SQLException away) {
                if (remaining().isZero()) {
                    return Optional.empty();
                }
                backoff.pause();
            }
        }
    }

    private Duration remaining() {
        Duration left = Duration.between(clock.now(), running.deadline());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private ClaimedTask task() {
        return running.task();
    }

    private static AttemptLostException lost() {
        return new AttemptLostException("another attempt has taken this one's place; nothing of it was kept");
    }
}
