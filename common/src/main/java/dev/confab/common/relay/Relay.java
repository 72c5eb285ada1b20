package dev.confab.common.relay;

import dev.confab.common.id.Uuid7;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.TopicCreator;
import dev.confab.common.outbox.OutboxListener;
import dev.confab.common.stream.Backoff;
import dev.confab.common.stream.CommitListener;
import dev.confab.common.stream.StreamEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the outboxes (events of streams, and records of any kind) to Kafka: at least once, and for each key in its
 * order, so that whoever drops repetitions (of events, by seq) sees each once and in order. The shards are shared among the
 * nodes by leases; a dead node's are taken over when they expire. A row is deleted only after all of it was acknowledged.
 * While Kafka is away rows wait in the database and everything else goes on.
 *
 * <p>Threads, all virtual: one publishes, round after round (read, send, wait for the acknowledgements, delete); one
 * renews the leases; one sends and one receives hints. Idle, they cost a query per poll interval.
 */
@ApplicationScoped
public class Relay implements CommitListener, OutboxListener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final long COMMITTED_BYTES = 16L << 20;
    /** A round with so much is one of many: there is more to come. */
    private static final int BUSY = 20;

    private static final Duration LAST_ROUNDS = Duration.ofSeconds(3);

    private final RelayConfig config;
    private final RelayStore store;
    private final OutboxVacuum vacuum;
    private final RelayLeases leases;
    private final RelayHints hints;
    private final RelaySignal publish = new RelaySignal();
    private final CommittedEvents committed = new CommittedEvents(COMMITTED_BYTES);
    private final RoundPublisher publisher;
    private final RelayMetrics metrics;
    private final InstantSource clock;
    private final List<Thread> helpers = new ArrayList<>();
    private @Nullable Thread rounds;
    private volatile boolean running;
    private volatile boolean stopping;
    private volatile boolean brokerReachable = true;
    private volatile @Nullable Instant lastPublished;
    private volatile RelayBacklog backlog = new RelayBacklog(0, Duration.ZERO);

    /**
     * What a round did.
     *
     * @param more whether there may be more that waits already
     */
    private record Round(int rows, boolean more) {
        static final Round NOTHING = new Round(0, false);
    }

    @Inject
    Relay(
            DataSource dataSource,
            RelayConfig config,
            KafkaClients clients,
            TopicCreator topics,
            RelayMetrics metrics,
            InstantSource clock) {
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
        String node = Uuid7.create().toString();
        store = new RelayStore(dataSource);
        vacuum = new OutboxVacuum(store);
        leases = new RelayLeases(store, node, config.lease());
        hints = new RelayHints(store, leases, publish);
        publisher = new RoundPublisher(clients, topics);
        metrics.shardsHeld(() -> Integer.bitCount(leases.held()));
        metrics.backlog(() -> backlog);
    }

    /** Begins to publish; returns at once, and needs neither database nor broker to be there yet. */
    public synchronized void start() {
        if (running || stopping || !config.enabled()) {
            return;
        }
        running = true;
        helpers.add(thread("confab-relay-leases", this::keepLeases));
        helpers.add(thread("confab-relay-hints", hints::sendAll));
        helpers.add(thread("confab-relay-listen", hints::receiveAll));
        rounds = thread("confab-relay", this::publishAll);
    }

    @Override
    public void onCommitted(List<StreamEvent> events) {
        if (running) {
            int own = brokerReachable ? leases.held() : 0;
            events.stream()
                    .filter(event -> (1 << RelayShards.of(event.streamId()) & own) != 0)
                    .forEach(committed::add);
            hints.committed(RelayShards.ofAll(events));
        }
    }

    @Override
    public void onRecords(int shards) {
        if (running) {
            hints.committed(shards);
        }
    }

    /** Whether no other node takes part in publishing, as far as is known. Never blocks. */
    boolean isAlone() {
        return running && leases.isAlone();
    }

    /** How this node's relay is doing. Never blocks. */
    public RelayStatus status() {
        return new RelayStatus(running, Integer.bitCount(leases.held()), brokerReachable, lastPublished, backlog);
    }

    /** Publishes what is there, for seconds at most, and gives the leases back so that other nodes go on at once. */
    @Override
    @PreDestroy
    public synchronized void close() {
        if (!running) {
            return;
        }
        stopping = true;
        publish.raise();
        try {
            if (rounds != null && !rounds.join(LAST_ROUNDS)) {
                rounds.interrupt();
                rounds.join();
            }
            stopHelpers();
            leases.leave();
            hints.look();
        } catch (SQLException failure) {
            LOG.debug("The leases were not given back; they expire", failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    /** Ends as a killed process would: leases are kept, rows stay. For tests of exactly that. */
    synchronized void die() {
        stopping = true;
        running = false;
        if (rounds != null) {
            rounds.interrupt();
        }
        helpers.forEach(Thread::interrupt);
    }

    private void stopHelpers() throws InterruptedException {
        for (Thread helper : helpers) {
            helper.interrupt();
        }
        for (Thread helper : helpers) {
            helper.join(Duration.ofSeconds(2));
        }
    }

    private void publishAll() throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(3));
        try (publisher) {
            while (true) {
                long begun = System.nanoTime();
                try {
                    Round round = publishRound();
                    vacuum.clearIfDue();
                    backoff.reset();
                    if (round.rows() == 0 && stopping) {
                        return;
                    }
                    if (!round.more() && !stopping) {
                        collect(round, begun);
                    }
                } catch (SQLException | RuntimeException failure) {
                    committed.forgetAll();
                    metrics.failed();
                    report(failure);
                    if (stopping) {
                        return;
                    }
                    backoff.pause();
                }
            }
        }
    }

    /** Waits until there is something to publish, and for what comes together with it. */
    private void collect(Round last, long begun) throws InterruptedException {
        if (last.rows() == 0 && !publish.await(config.pollInterval())) {
            return;
        }
        if (leases.isAlone()) {
            Thread.sleep(last.rows() < BUSY ? config.collectAlone() : config.collectBusy());
        } else {
            // What comes after a pause is published at once: others wait for it.
            Thread.sleep(config.collect().minusNanos(System.nanoTime() - begun));
        }
    }

    private void report(Exception failure) {
        switch (failure) {
            case KafkaException away -> {
                if (brokerReachable) {
                    brokerReachable = false;
                    LOG.warnf("Publishing to Kafka waits: %s", reasonOf(away));
                }
            }
            case SQLException away -> LOG.debug("Publishing waits for the database", away);
            // Ending here would hold up these shards until the process ends.
            default -> LOG.error("A round of publishing failed unexpectedly and is tried again", failure);
        }
    }

    private Round publishRound() throws SQLException, InterruptedException {
        int shards = leases.beginRound();
        try {
            if (shards == 0) {
                return Round.NOTHING;
            }
            List<OutboxNote> notes = store.readNotes(shards, config.maxRows(), config.maxEvents());
            List<WaitingRecord> records =
                    store.readRecords(shards, config.maxRows(), config.maxSize().asLongValue());
            if (notes.isEmpty() && records.isEmpty()) {
                return Round.NOTHING;
            }
            List<StreamEvent> events = eventsOf(notes);
            publisher.publish(
                    events, records.stream().map(WaitingRecord::record).toList(), leases.remaining());
            store.deleteNotes(notes);
            committed.forget(notes);
            store.deleteRecords(records);
            vacuum.deleted(notes.size() + records.size());
            metrics.published(events.size() + records.size());
            lastPublished = clock.instant();
            if (!brokerReachable) {
                brokerReachable = true;
                LOG.info("Publishing to Kafka goes on");
            }
            return new Round(notes.size() + records.size(), areMore(notes, records));
        } finally {
            leases.endRound();
        }
    }

    /** Whether the limits of a round may have left something for the next one. */
    private boolean areMore(List<OutboxNote> notes, List<WaitingRecord> records) {
        return notes.size() >= config.maxRows()
                || notes.stream().mapToLong(OutboxNote::count).sum() >= config.maxEvents()
                || records.size() >= config.maxRows()
                || records.stream().mapToLong(WaitingRecord::weight).sum()
                        >= config.maxSize().asLongValue();
    }

    /** In the order of each stream. What another node has committed, or this one has only just, is read. */
    private List<StreamEvent> eventsOf(List<OutboxNote> notes) throws SQLException {
        List<StreamEvent> events = new ArrayList<>();
        List<OutboxNote> unknown = new ArrayList<>();
        Set<UUID> unknownStreams = new HashSet<>();
        for (OutboxNote note : notes) {
            Optional<List<StreamEvent>> known =
                    unknownStreams.contains(note.streamId()) ? Optional.empty() : committed.of(note);
            if (known.isPresent()) {
                events.addAll(known.get());
            } else {
                unknown.add(note);
                unknownStreams.add(note.streamId());
            }
        }
        if (!unknown.isEmpty()) {
            events.addAll(store.readEvents(unknown));
        }
        return events;
    }

    private void keepLeases() throws InterruptedException {
        while (true) {
            try {
                int before = leases.held();
                if (leases.beat()) {
                    hints.look();
                }
                if (leases.held() != before) {
                    publish.raise();
                }
                backlog = store.backlog();
            } catch (SQLException failure) {
                LOG.debugf(failure, "The leases could not be renewed");
            } catch (RuntimeException failure) {
                // Ending here would end this node's share in publishing until the process ends.
                LOG.error("A beat of the relay failed unexpectedly", failure);
            }
            leases.awaitBeat();
        }
    }

    private static String reasonOf(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    /** What a thread does until it is interrupted. */
    private interface Loop {
        void run() throws InterruptedException;
    }

    private static Thread thread(String name, Loop loop) {
        return Thread.ofVirtual().name(name).start(() -> {
            try {
                loop.run();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error defect) {
                LOG.errorf(defect, "%s ended unexpectedly", name);
                throw defect;
            }
        });
    }
}
