package dev.confab.common.kafka;

import dev.confab.common.layer.Layer;
import dev.confab.common.layer.LayerConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes Kafka clients from the settings {@code kafka.*} (servers, TLS, SASL ...) that Quarkus gives to all its Kafka
 * extensions. Relay and consumer use the plain clients, not reactive messaging channels: the relay must stop a producer
 * in the middle of a batch when its lease ends, and the consumer looks at keys before anything is decoded.
 */
@ApplicationScoped
public class KafkaClients {
    /** The most records that a member of a group takes at once. */
    static final int MAX_POLL_RECORDS = 500;

    /**
     * How long a broker holds on to a fetch for which it has nothing: each empty answer costs it as much as many records do.
     * Partitions that a consumer is given meanwhile are fetched after that time only.
     */
    private static final int FETCH_WAIT_MILLIS = 1_000;

    private final Map<String, Object> settings;
    private final KafkaTopicConfig topics;
    private final Layer layer;

    @Inject
    KafkaClients(
            @Identifier("default-kafka-broker") Map<String, Object> settings,
            KafkaTopicConfig topics,
            LayerConfig layer) {
        this(settings, topics, layer.kind());
    }

    /** As Quarkus makes it, for those who put a node together by hand. */
    public KafkaClients(Map<String, Object> settings, KafkaTopicConfig topics, Layer layer) {
        this.settings = Map.copyOf(settings);
        this.topics = topics;
        this.layer = layer;
    }

    /**
     * Refuses where there is no Kafka, so that nobody waits for one.
     *
     * @throws IllegalStateException with {@code confab.layer=local}
     */
    void require() {
        if (layer == Layer.LOCAL) {
            throw new IllegalStateException("confab.layer=local has no Kafka, which this service needs");
        }
    }

    /**
     * A producer that keeps the order of each key, also when it fails: one request in flight, acknowledged by all
     * in-sync replicas, without duplicates from its own retries.
     */
    public Producer<String, byte[]> orderedProducer() {
        return new KafkaProducer<>(
                with(Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        Math.toIntExact(topics.maxRecordSize().asLongValue()),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        30_000,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        5_000)),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** A consumer for assigned partitions, without a group, so that nothing of it stays on the broker. */
    public Consumer<String, byte[]> groupless() {
        return new KafkaConsumer<>(
                with(Map.of(
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        FETCH_WAIT_MILLIS,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        2_000,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        10_000,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        10_000)),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * A member of a group. What was published before the group existed is read too; offsets are committed by the caller
     * only. A member that dies is missed within ten seconds.
     */
    Consumer<String, byte[]> grouped(String group) {
        Map<String, Object> own = new HashMap<>();
        own.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        own.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        own.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        own.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        own.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 * 1024 * 1024);
        own.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        own.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        own.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return new KafkaConsumer<>(with(own), new StringDeserializer(), new ByteArrayDeserializer());
    }

    Admin admin() {
        return Admin.create(with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000)));
    }

    private Map<String, Object> with(Map<String, Object> own) {
        require();
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(own);
        return all;
    }
}
