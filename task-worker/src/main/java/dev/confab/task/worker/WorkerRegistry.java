package dev.confab.task.worker;

import dev.confab.common.error.ConfabException;
import dev.confab.task.background.BackgroundLoop;
import dev.confab.task.execution.QueueSlots;
import dev.confab.task.execution.WorkerIdentity;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The workers by their signs of life, of which each writes one every few seconds; on this occasion it compares its clock
 * with the database's. Nothing of what is promised rests on this: leases do.
 */
@ApplicationScoped
public class WorkerRegistry implements WorkerQueryService {
    private static final Logger LOG = Logger.getLogger(WorkerRegistry.class);
    private static final Duration BEAT = Duration.ofSeconds(5);
    /** Who has missed three beats is not alive. */
    static final Duration SILENCE = BEAT.multipliedBy(3);

    private static final Duration FORGET = Duration.ofHours(6);

    private final Transactions transactions;
    private final WorkerIdentity worker;
    private final QueueSlots slots;
    private final TaskClock clock;
    private final BackgroundLoop loop = new BackgroundLoop("task-heartbeat", this::beat);
    private volatile @Nullable Instant startedAt;
    private volatile @Nullable Instant lastBeat;

    @Inject
    WorkerRegistry(Transactions transactions, WorkerIdentity worker, QueueSlots slots, TaskClock clock) {
        this.transactions = transactions;
        this.worker = worker;
        this.slots = slots;
        this.clock = clock;
    }

    @Override
    public List<WorkerView> workers() {
        try {
            Instant now = clock.now();
            return transactions.autoCommit(connection -> WorkerStore.list(connection, now.minus(SILENCE)));
        } catch (SQLException failure) {
            throw ConfabException.of(failure);
        }
    }

    void start() {
        startedAt = clock.now();
        loop.start();
    }

    /** The last thing that a worker says. */
    void stop() {
        loop.close();
        try {
            transactions.autoCommit(connection -> WorkerStore.remove(connection, worker.id()));
        } catch (SQLException away) {
            LOG.debug("The worker is not taken off the list; it is forgotten after some time", away);
        }
    }

    /** When the last sign of life was written; null before the first. */
    @Nullable
    Instant lastBeat() {
        return lastBeat;
    }

    private Duration beat() throws SQLException {
        Instant before = clock.local();
        Instant database = transactions.autoCommit(WorkerStore::time);
        clock.observe(before, database, clock.local());
        Instant now = clock.now();
        Instant start = startedAt;
        WorkerView self =
                new WorkerView(worker.id(), host(), version(), start == null ? now : start, now, slots.used(), true);
        transactions.autoCommit(connection -> WorkerStore.beat(connection, self));
        transactions.autoCommit(connection -> WorkerStore.forget(connection, now.minus(FORGET)));
        lastBeat = now;
        return BEAT;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static String version() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.application.version", String.class)
                .orElse("unknown");
    }
}
