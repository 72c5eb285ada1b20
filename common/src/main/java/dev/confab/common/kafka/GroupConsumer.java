package dev.confab.common.kafka;

import dev.confab.common.stream.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics as a member of a group and hands over whole batches: at least once, in order per partition. Offsets are
 * committed after the handler has returned, never before. When it throws, the member keeps its partitions, waits (longer
 * and longer, to five seconds) and hands the same records over again; nothing is skipped. Starts without a broker, and
 * goes on by itself when one comes back.
 *
 * <p>One platform thread per instance: the client waits in a selector, which would hold a virtual thread's carrier.
 */
public final class GroupConsumer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GroupConsumer.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration POLL_WHILE_WAITING = Duration.ofMillis(100);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final KafkaClients clients;
    private final TopicCreator topicCreator;
    private final String group;
    private final List<String> topics;
    private final Duration patience;
    private final BatchHandler handler;
    private @Nullable Thread thread;
    private volatile @Nullable Consumer<String, byte[]> current;
    private volatile boolean connected;
    private volatile boolean stopping;
    /** Of the consumer's thread: nothing is fetched while a failed batch waits for its next try. */
    private boolean waiting;

    private Duration wait = SHORTEST_WAIT;

    /** A member that is told at once what comes. */
    public GroupConsumer(
            KafkaClients clients, TopicCreator topicCreator, String group, List<String> topics, BatchHandler handler) {
        this(clients, topicCreator, group, topics, Duration.ZERO, handler);
    }

    /**
     * A member that, after it was told something, lets more pile up for so long: the longer, the less it costs the broker
     * and itself while much comes.
     */
    public GroupConsumer(
            KafkaClients clients,
            TopicCreator topicCreator,
            String group,
            List<String> topics,
            Duration patience,
            BatchHandler handler) {
        this.clients = clients;
        this.topicCreator = topicCreator;
        this.group = group;
        this.topics = List.copyOf(topics);
        this.patience = patience;
        this.handler = handler;
    }

    /** Begins to consume; returns at once, and needs no broker to be there yet. */
    public synchronized void start() {
        clients.require();
        if (thread == null && !stopping) {
            thread = Thread.ofPlatform().daemon().name("confab-group-" + group).start(this::consumeAll);
        }
    }

    /** Whether this member has joined its group, at a broker that answered the last time it was needed. */
    public boolean isConnected() {
        return connected;
    }

    /**
     * Lets the running batch end, commits it and leaves the group, so that another member goes on at once. Blocks, for ten
     * seconds at most; then the handler is interrupted.
     */
    @Override
    public synchronized void close() {
        stopping = true;
        Thread consuming = thread;
        if (consuming == null) {
            return;
        }
        Consumer<String, byte[]> consumer = current;
        if (consumer == null) {
            // It waits for a broker.
            consuming.interrupt();
        } else {
            consumer.wakeup();
        }
        try {
            if (!consuming.join(STOP_LIMIT)) {
                consuming.interrupt();
                consuming.join(STOP_LIMIT);
            }
        } catch (InterruptedException stop) {
            consuming.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void consumeAll() {
        Backoff backoff = new Backoff(Duration.ofMillis(200), LONGEST_WAIT);
        try {
            while (!stopping) {
                try {
                    topicCreator.ensure(topics);
                    Consumer<String, byte[]> consumer = clients.grouped(group);
                    try {
                        current = consumer;
                        consume(consumer, backoff);
                    } finally {
                        current = null;
                        consumer.close(CloseOptions.timeout(LEAVE_LIMIT));
                    }
                } catch (WakeupException | InterruptException stop) {
                    return;
                } catch (KafkaException failure) {
                    if (connected) {
                        LOG.warnf("Group %s waits for Kafka: %s", group, failure.getMessage());
                    }
                } catch (RuntimeException failure) {
                    // Ending here would leave the group without this member until the process ends.
                    LOG.errorf(failure, "Group %s failed unexpectedly and tries again", group);
                }
                connected = false;
                if (!stopping) {
                    backoff.pause();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            connected = false;
        }
    }

    private void consume(Consumer<String, byte[]> consumer, Backoff backoff) throws InterruptedException {
        waiting = false;
        consumer.subscribe(topics, new Assignment(consumer));
        while (!stopping) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            connected = !consumer.groupMetadata().memberId().isEmpty();
            if (connected) {
                backoff.reset();
            }
            if (!records.isEmpty()) {
                handle(consumer, records);
                if (patience.isPositive() && records.count() < KafkaClients.MAX_POLL_RECORDS) {
                    Thread.sleep(patience);
                }
            }
        }
    }

    private void handle(Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records)
            throws InterruptedException {
        List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>(records.count());
        records.forEach(batch::add);
        try {
            handler.handle(batch);
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Exception failure) {
            LOG.warnf(
                    failure,
                    "Group %s could not handle %d records and tries again in %d ms",
                    group,
                    batch.size(),
                    wait.toMillis());
            rewind(consumer, records);
            pause(consumer);
            return;
        }
        wait = SHORTEST_WAIT;
        commit(consumer, records.nextOffsets());
    }

    /** A commit that fails costs a repetition, if partitions move before the next one succeeds; nothing else. */
    private void commit(Consumer<String, byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            consumer.commitSync(offsets);
        } catch (WakeupException stop) {
            // Told to stop in the middle of it: the batch is done and shall not come again.
            consumer.commitSync(offsets);
            throw stop;
        } catch (RebalanceInProgressException | RetriableException late) {
            LOG.debugf(late, "Offsets of group %s were not committed; a later commit covers them", group);
        }
    }

    /** Back to the beginning of the batch, in the partitions that are still this member's. */
    private static void rewind(Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
        Set<TopicPartition> assigned = consumer.assignment();
        Map<TopicPartition, Long> begins = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            if (assigned.contains(partition)) {
                begins.put(partition, records.records(partition).getFirst().offset());
            }
        }
        begins.forEach(consumer::seek);
    }

    /** Keeps the membership while nothing is fetched. */
    private void pause(Consumer<String, byte[]> consumer) {
        long nanos = wait.toNanos();
        long until = System.nanoTime() + ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1);
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
        waiting = true;
        consumer.pause(consumer.assignment());
        try {
            while (!stopping && until - System.nanoTime() > 0) {
                ConsumerRecords<String, byte[]> none = consumer.poll(POLL_WHILE_WAITING);
                if (!none.isEmpty()) {
                    rewind(consumer, none);
                }
            }
        } finally {
            waiting = false;
        }
        consumer.resume(consumer.assignment());
    }

    /** What is assigned while a batch waits has to wait too. */
    private final class Assignment implements ConsumerRebalanceListener {
        private final Consumer<String, byte[]> consumer;

        Assignment(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Nothing is open: batches are handled and committed between the calls of this.
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (waiting) {
                consumer.pause(partitions);
            }
        }
    }
}
