package dev.confab.common.relay;

import dev.confab.common.event.CloudEventCodec;
import dev.confab.common.event.EventTopics;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.kafka.TopicCreator;
import dev.confab.common.stream.Backoff;
import dev.confab.common.stream.StreamConfig;
import dev.confab.common.stream.StreamHubs;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands the events that Kafka carries to this node's hubs. Each node reads all partitions by itself, from their ends, in
 * no group: what was published earlier is in the database, and a hub reads from there whatever it misses. So a broker
 * that is away, slow, or comes back empty costs nothing but time.
 */
@ApplicationScoped
public class StreamEventConsumer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(StreamEventConsumer.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);
    private static final int KEY_LENGTH = 36;

    private final KafkaClients clients;
    private final TopicCreator topics;
    private final StreamHubs hubs;
    private final Relay relay;
    private final RelayMetrics metrics;
    private final RelayConfig config;
    private final List<String> consumed;
    private volatile boolean connected;
    private volatile boolean stopping;
    private @Nullable Thread thread;

    @Inject
    StreamEventConsumer(
            KafkaClients clients,
            TopicCreator topics,
            StreamHubs hubs,
            Relay relay,
            RelayMetrics metrics,
            RelayConfig config,
            StreamConfig streams) {
        this.clients = clients;
        this.relay = relay;
        this.config = config;
        this.topics = topics;
        this.hubs = hubs;
        this.metrics = metrics;
        this.consumed = EventTopics.of(streams.kinds());
    }

    /** Begins to consume; returns at once, and needs no broker to be there yet. */
    public synchronized void start() {
        if (thread == null) {
            // Not a virtual thread: the client waits in a selector, which would hold a carrier.
            thread = Thread.ofPlatform().daemon().name("confab-consumer").start(this::consumeAll);
        }
    }

    /** Whether partitions are assigned, from a broker that answered. */
    public boolean isConnected() {
        return connected;
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(STOP_LIMIT);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void consumeAll() {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
        try {
            while (!stopping) {
                try {
                    topics.ensure(consumed);
                    Consumer<String, byte[]> consumer = clients.groupless();
                    try {
                        assign(consumer);
                        connected = true;
                        backoff.reset();
                        consume(consumer);
                    } finally {
                        // Told to stop or not, closing talks to the broker.
                        Thread.interrupted();
                        consumer.close(CloseOptions.timeout(LEAVE_LIMIT));
                    }
                } catch (InterruptException stop) {
                    return;
                } catch (KafkaException failure) {
                    if (connected) {
                        LOG.warnf("Consuming from Kafka waits: %s", failure.getMessage());
                    }
                } catch (RuntimeException failure) {
                    // Ending here would leave this node without the events of others until the process ends.
                    LOG.error("Consuming from Kafka failed unexpectedly and is tried again", failure);
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

    private void assign(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : consumed) {
            List<PartitionInfo> known = consumer.partitionsFor(topic);
            if (known.isEmpty()) {
                // A broker that was asked has not heard of a topic that was created a moment ago.
                throw new KafkaException("the broker does not know the topic " + topic + " yet");
            }
            known.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // The end as of now, not as of the first record that arrives.
        partitions.forEach(consumer::position);
    }

    private void consume(Consumer<String, byte[]> consumer) throws InterruptedException {
        while (!stopping) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            int passedOver = 0;
            for (ConsumerRecord<String, byte[]> record : records) {
                if (!offer(record)) {
                    passedOver++;
                }
            }
            if (!records.isEmpty()) {
                metrics.consumed(records.count(), passedOver);
                if (relay.isAlone()) {
                    // All that can come is this node's own, which its subscribers have. Each fetch costs the broker as
                    // much as many records do.
                    Thread.sleep(config.fetchAlone());
                }
            }
        }
    }

    /** Whether the record had to be decoded. */
    private boolean offer(ConsumerRecord<String, byte[]> record) {
        try {
            if (!hubs.awaits(streamOf(record), RecordHeaders.seq(record.headers()))) {
                return false;
            }
            if (record.value() == null) {
                throw new MalformedEventException("there is no value");
            }
            hubs.offer(CloudEventCodec.decode(
                    record.value(),
                    RecordHeaders.text(record.headers(), RecordHeaders.REQUEST_ID),
                    RecordHeaders.text(record.headers(), RecordHeaders.TRACE_PARENT)));
        } catch (MalformedEventException malformed) {
            metrics.malformed();
            LOG.warnf(
                    "Skipped a record that is none of ours: %s, partition %d, offset %d: %s",
                    record.topic(), record.partition(), record.offset(), malformed.getMessage());
        } catch (RuntimeException defect) {
            // The hub will read it from the database.
            LOG.errorf(
                    defect,
                    "Skipped a record: %s, partition %d, offset %d",
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
        return true;
    }

    private static UUID streamOf(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        String key = record.key();
        if (key == null || key.length() != KEY_LENGTH) {
            throw new MalformedEventException("the key is not the id of a stream");
        }
        try {
            return UUID.fromString(key);
        } catch (IllegalArgumentException foreign) {
            throw new MalformedEventException("the key is not the id of a stream", foreign);
        }
    }
}
