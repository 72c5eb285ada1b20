package dev.confab.task.execution;

import dev.confab.common.outbox.Outbox;
import dev.confab.common.trace.Tracing;
import dev.confab.task.background.BackgroundLoop;
import dev.confab.task.execution.RunningTask.Interruption;
import dev.confab.task.handler.HandlerRegistry;
import dev.confab.task.lifecycle.ClaimStore;
import dev.confab.task.lifecycle.ClaimedTask;
import dev.confab.task.lifecycle.Ending;
import dev.confab.task.lifecycle.LeaseStore;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskConfig;
import dev.confab.task.lifecycle.TaskEndings;
import dev.confab.task.lifecycle.TaskEvents;
import dev.confab.task.lifecycle.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks: takes what waits as far as there is room, runs it, renews its leases, commits its ends. Several of these, in
 * as many processes, share the work; none knows of the others, and none is special.
 */
@ApplicationScoped
public class TaskEngine {
    private static final Logger LOG = Logger.getLogger(TaskEngine.class);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Transactions transactions;
    private final TaskConfig config;
    private final TaskClock clock;
    private final TaskEvents events;
    private final TaskEndings endings;
    private final Outbox outbox;
    private final WorkerIdentity worker;
    private final QueueSlots slots;
    private final Runnings runnings;
    private final Completions completions;
    private final AttemptRunner runner;
    private final RunningWatch watch;
    private final DueWork dueWork;
    private final BackgroundLoop claims = new BackgroundLoop("task-claims", this::claim);
    private volatile @Nullable Instant lastClaim;
    private boolean started;

    @Inject
    TaskEngine(
            Transactions transactions,
            TaskConfig config,
            TaskClock clock,
            TaskEvents events,
            TaskEndings endings,
            Outbox outbox,
            WorkerIdentity worker,
            QueueSlots slots,
            HandlerRegistry handlers,
            EffectTransaction effects,
            TaskResults results,
            TaskMetrics metrics,
            Tracing tracing) {
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
        this.events = events;
        this.endings = endings;
        this.outbox = outbox;
        this.worker = worker;
        this.slots = slots;
        EndingPolicy policy =
                new EndingPolicy(config, () -> ThreadLocalRandom.current().nextLong());
        runnings = new Runnings(slots);
        runnings.wakes(claims);
        completions = new Completions(transactions, endings, clock, metrics, runnings);
        runner = new AttemptRunner(
                handlers,
                worker,
                effects,
                transactions,
                endings,
                results,
                policy,
                completions,
                runnings,
                metrics,
                clock,
                tracing);
        watch = new RunningWatch(transactions, config, clock, worker, runnings, runner, policy, completions);
        dueWork = new DueWork(
                transactions, config, clock, events, endings, outbox, policy, metrics, this::lookForWaiting);
        slots.queues().forEach(queue -> metrics.running(queue, () -> slots.used(queue)));
        metrics.abandoned(runnings::abandoned);
    }

    /** Begins to run tasks; returns at once. Does nothing a second time. */
    public synchronized void start() {
        if (!started) {
            started = true;
            completions.start();
            watch.start();
            dueWork.start();
            claims.start();
        }
    }

    /** Runs tasks that were claimed for this worker, in slots that are reserved for them. Never blocks. */
    public void run(List<ClaimedTask> claimed) {
        claimed.forEach(runner::start);
    }

    /** Tasks wait in the database: looks at once. */
    public void lookForWaiting() {
        slots.queues().forEach(slots::backlog);
        claims.wake();
    }

    /** Tasks were scheduled: looks when the next one is due. */
    public void lookForDue() {
        dueWork.lookNow();
    }

    /** A running task was cancelled: looks whether it runs here. */
    public void lookForCancels() {
        watch.lookNow();
    }

    /** When this worker last looked for waiting tasks, or found that it has no room; null before the first time. */
    public @Nullable Instant lastClaim() {
        return lastClaim;
    }

    /** Handlers that go on although their attempts are over. */
    public int abandoned() {
        return runnings.abandoned();
    }

    /**
     * Takes nothing more, waits for what runs, interrupts what takes too long, and gives back what does not end: others can
     * run it at once.
     */
    public synchronized void stop() {
        if (!started) {
            return;
        }
        slots.close();
        claims.close();
        dueWork.close();
        try {
            awaitIdle(config.shutdownGrace());
            Instant now = clock.now();
            runnings.all().forEach(running -> running.interrupt(Interruption.STOP, now));
            awaitIdle(LAST_WORDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        watch.close();
        completions.close();
        handBack();
        started = false;
    }

    /** Ends as a killed process would: no lease is given back, nothing is committed any more. For tests of exactly that. */
    void die() {
        slots.close();
        claims.die();
        dueWork.die();
        watch.die();
        completions.die();
        Instant now = clock.now();
        for (RunningTask running : runnings.all()) {
            if (running.settle()) {
                var _ = running.interrupt(Interruption.LOST, now);
            }
        }
    }

    DueWork dueWork() {
        return dueWork;
    }

    private void awaitIdle(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!runnings.isEmpty() && System.nanoTime() - end < 0) {
            Thread.sleep(LOOK);
        }
    }

    private void handBack() {
        try {
            int given = transactions.call(connection -> {
                List<Ending> ends = LeaseStore.ofWorker(connection, worker.id()).stream()
                        .map(key -> Ending.handedBack(key.id(), key.attempt()))
                        .toList();
                return ends.isEmpty()
                        ? 0
                        : endings.end(connection, ends, clock.now()).size();
            });
            if (given > 0) {
                LOG.infof("Gave %d tasks back", given);
            }
        } catch (SQLException away) {
            LOG.warnf("Tasks could not be given back; they are run again when their leases end: %s", away.getMessage());
        }
    }

    /** Takes what waits as far as there is room. */
    private Duration claim() throws SQLException {
        lastClaim = clock.now();
        Map<String, Integer> rooms = slots.reserveAll();
        if (rooms.isEmpty()) {
            return config.pollInterval();
        }
        Map<String, Integer> unused = new HashMap<>(rooms);
        try {
            List<ClaimedTask> claimed = claim(rooms);
            for (ClaimedTask task : claimed) {
                unused.merge(task.queue(), -1, Integer::sum);
            }
            unused.forEach((queue, left) -> {
                if (left > 0) {
                    slots.drained(queue);
                } else {
                    slots.backlog(queue);
                }
            });
            run(claimed);
        } finally {
            unused.forEach(slots::release);
        }
        return config.pollInterval();
    }

    private List<ClaimedTask> claim(Map<String, Integer> rooms) throws SQLException {
        return transactions.call(connection -> {
            Instant now = clock.now();
            List<ClaimedTask> claimed = ClaimStore.claim(connection, rooms, worker.id(), now, config.lease());
            if (events.enabled()) {
                outbox.add(connection, events.started(claimed, worker.id(), now));
            }
            return claimed;
        });
    }
}
