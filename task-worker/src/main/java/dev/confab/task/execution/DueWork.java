package dev.confab.task.execution;

import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.task.background.BackgroundLoop;
import dev.confab.task.lifecycle.ClaimedTask;
import dev.confab.task.lifecycle.DueStore;
import dev.confab.task.lifecycle.Ending;
import dev.confab.task.lifecycle.LeaseStore;
import dev.confab.task.lifecycle.TaskChange;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskConfig;
import dev.confab.task.lifecycle.TaskEndings;
import dev.confab.task.lifecycle.TaskEvents;
import dev.confab.task.lifecycle.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What time brings, for the tasks of all workers: scheduled tasks and retries become due, tasks expire, leases end. Every
 * worker does this; they share the rows. Nothing of it is kept in memory, however many tasks are scheduled.
 */
final class DueWork {
    private static final Logger LOG = Logger.getLogger(DueWork.class);
    private static final int AT_ONCE = 500;
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(10);

    private final Transactions transactions;
    private final TaskConfig config;
    private final TaskClock clock;
    private final TaskEvents events;
    private final TaskEndings endings;
    private final Outbox outbox;
    private final EndingPolicy policy;
    private final TaskMetrics metrics;
    private final Runnable onWaiting;
    private final BackgroundLoop due = new BackgroundLoop("task-due", this::bringDue);
    private final BackgroundLoop losses = new BackgroundLoop("task-losses", this::sweep);
    private @Nullable Instant lastSweep;

    /** What became of a look at the clock. */
    private record Looked(
            boolean more,
            int waiting,
            int recovered,
            @Nullable Instant next) {}

    /**
     * @param onWaiting called when tasks have come to wait for a worker
     */
    DueWork(
            Transactions transactions,
            TaskConfig config,
            TaskClock clock,
            TaskEvents events,
            TaskEndings endings,
            Outbox outbox,
            EndingPolicy policy,
            TaskMetrics metrics,
            Runnable onWaiting) {
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
        this.events = events;
        this.endings = endings;
        this.outbox = outbox;
        this.policy = policy;
        this.metrics = metrics;
        this.onWaiting = onWaiting;
    }

    void start() {
        due.start();
        losses.start();
    }

    void close() {
        due.close();
        losses.close();
    }

    void die() {
        due.die();
        losses.die();
    }

    /** Something was scheduled that may be due earlier than all that was known. */
    void lookNow() {
        due.wake();
    }

    private Duration bringDue() throws SQLException {
        Instant now = clock.now();
        Looked looked = transactions.call(connection -> {
            int promoted = DueStore.promote(connection, now, AT_ONCE);
            List<TaskChange> retries = DueStore.dispatch(connection, now, AT_ONCE);
            int recovered = DueStore.recover(connection, now.minus(config.dispatchTimeout()), AT_ONCE);
            List<TaskChange> expired = DueStore.expire(connection, now, AT_ONCE);
            List<OutboxRecord> records = new ArrayList<>();
            retries.forEach(retry -> records.add(TaskEvents.dueRetry(retry, now)));
            records.addAll(events.changed(TaskEvents.Kind.CANCELLED, expired, now));
            outbox.add(connection, records);
            boolean more = promoted == AT_ONCE
                    || retries.size() == AT_ONCE
                    || recovered == AT_ONCE
                    || expired.size() == AT_ONCE;
            return new Looked(more, promoted + recovered, recovered, more ? null : DueStore.nextDue(connection));
        });
        metrics.recovered(looked.recovered());
        if (looked.waiting() > 0) {
            onWaiting.run();
        }
        if (looked.more()) {
            return Duration.ZERO;
        }
        return looked.next() == null ? LONGEST_SLEEP : sleep(Duration.between(clock.now(), looked.next()));
    }

    private static Duration sleep(Duration left) {
        if (left.compareTo(SHORTEST_SLEEP) < 0) {
            return SHORTEST_SLEEP;
        }
        return left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP;
    }

    /**
     * Takes tasks from workers that did not renew their leases. Not while they may have been unable to: when this worker has
     * not seen the database for a while, nobody may have, and everybody gets time to renew first.
     */
    private Duration sweep() throws SQLException {
        Duration patience = config.lease().dividedBy(2);
        Instant now = clock.now();
        Instant before = lastSweep;
        transactions.autoCommit(DueStore::nextDue);
        lastSweep = now;
        if (before == null
                || Duration.between(before, now)
                                .compareTo(patience.multipliedBy(3).dividedBy(2))
                        > 0) {
            return patience;
        }
        int lost = sweepOnce(now);
        lastSweep = now;
        if (lost > 0) {
            LOG.warnf("%d tasks were lost with their workers and are run again", lost);
            metrics.lost(lost);
            onWaiting.run();
        }
        return lost == AT_ONCE ? Duration.ZERO : patience.dividedBy(2);
    }

    /** How many attempts have lost their lease; for tests as well. */
    int sweepOnce(Instant now) throws SQLException {
        return transactions.call(connection -> {
            List<ClaimedTask> lost = LeaseStore.lost(connection, now, AT_ONCE);
            if (!lost.isEmpty()) {
                List<Ending> ends =
                        lost.stream().map(task -> policy.lost(task, now)).toList();
                var _ = endings.end(connection, ends, now);
            }
            return lost.size();
        });
    }
}
