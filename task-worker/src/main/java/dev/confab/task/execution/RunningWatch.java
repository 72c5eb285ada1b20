package dev.confab.task.execution;

import dev.confab.task.background.BackgroundLoop;
import dev.confab.task.execution.RunningTask.Interruption;
import dev.confab.task.lifecycle.Ending;
import dev.confab.task.lifecycle.LeaseStore;
import dev.confab.task.lifecycle.LeaseStore.AttemptKey;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskConfig;
import dev.confab.task.lifecycle.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Watches over the attempts of this worker: time limits and cancellations, and the leases, which it renews in one statement
 * for all. Limits are kept without the database, so also while it is away.
 */
final class RunningWatch {
    private static final Logger LOG = Logger.getLogger(RunningWatch.class);
    private static final Duration BEAT = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofMillis(250);

    private final Transactions transactions;
    private final TaskConfig config;
    private final TaskClock clock;
    private final WorkerIdentity worker;
    private final Runnings runnings;
    private final AttemptRunner runner;
    private final EndingPolicy policy;
    private final Completions completions;
    private final BackgroundLoop limits = new BackgroundLoop("task-limits", this::checkLimits);
    private final BackgroundLoop leases = new BackgroundLoop("task-leases", this::renewLeases);
    private final BackgroundLoop cancels = new BackgroundLoop("task-cancels", this::lookForCancels);

    RunningWatch(
            Transactions transactions,
            TaskConfig config,
            TaskClock clock,
            WorkerIdentity worker,
            Runnings runnings,
            AttemptRunner runner,
            EndingPolicy policy,
            Completions completions) {
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
        this.worker = worker;
        this.runnings = runnings;
        this.runner = runner;
        this.policy = policy;
        this.completions = completions;
    }

    void start() {
        limits.start();
        leases.start();
        cancels.start();
    }

    void close() {
        cancels.close();
        leases.close();
        limits.close();
    }

    void die() {
        limits.die();
        leases.die();
        cancels.die();
    }

    /** Somebody has cancelled a task that may be this worker's. */
    void lookNow() {
        cancels.wake();
    }

    private Duration checkLimits() {
        Instant now = clock.now();
        List<RunningTask> all = runnings.all();
        for (RunningTask running : all) {
            if (!running.isSettled()) {
                check(running, now);
            }
        }
        return all.isEmpty() ? IDLE : BEAT;
    }

    private void check(RunningTask running, Instant now) {
        Instant interruptedAt = running.interruptedAt();
        boolean graceIsOver = running.interruption() == Interruption.CANCEL
                && interruptedAt != null
                && !now.isBefore(interruptedAt.plus(config.cancelGrace()));
        if (graceIsOver) {
            abandon(running, policy.cancelled(running.task()), now);
        } else if (!now.isBefore(running.deadline())) {
            abandon(running, policy.outOfTime(running.task(), runner.optionsOf(running.task()), now), now);
        } else if (!now.isBefore(running.softLimit())) {
            var _ = running.interrupt(Interruption.TIME, now);
        }
    }

    /** Ends the attempt whatever its handler does. A thread cannot be killed: it is interrupted, and nothing of it counts. */
    private void abandon(RunningTask running, Ending ending, Instant now) {
        if (!running.settle()) {
            return;
        }
        runnings.abandoned(1);
        LOG.warnf(
                "Attempt %d of task %s (%s) does not end; it is given up",
                running.task().attempt(), running.task().id(), running.task().type());
        var _ = running.interrupt(Interruption.LOST, now);
        completions.add(running, ending);
    }

    private Duration lookForCancels() throws SQLException {
        if (!runnings.isEmpty()) {
            for (AttemptKey key :
                    transactions.autoCommit(connection -> LeaseStore.cancelling(connection, worker.id()))) {
                RunningTask running = runnings.find(key);
                if (running != null) {
                    var _ = running.interrupt(Interruption.CANCEL, clock.now());
                }
            }
        }
        return config.pollInterval();
    }

    private Duration renewLeases() throws SQLException {
        List<RunningTask> all = runnings.all();
        if (!all.isEmpty()) {
            List<AttemptKey> keys = all.stream().map(RunningTask::key).toList();
            Instant until = clock.now().plus(config.lease());
            int renewed = transactions.autoCommit(connection -> LeaseStore.renew(connection, keys, until));
            if (renewed < keys.size()) {
                Set<UUID> current = transactions.autoCommit(connection -> LeaseStore.current(connection, keys));
                all.stream()
                        .filter(running -> !current.contains(running.task().id()))
                        .forEach(this::lose);
            }
        }
        return config.lease().dividedBy(3);
    }

    /** Another worker has it, or it has just been completed: in the latter case its handler has ended. */
    private void lose(RunningTask running) {
        if (running.hasHandlerEnded() || !running.settle()) {
            return;
        }
        LOG.warnf(
                "Task %s was taken over; attempt %d stops",
                running.task().id(), running.task().attempt());
        runnings.abandoned(1);
        var _ = running.interrupt(Interruption.LOST, clock.now());
        runnings.ended(running);
    }
}
