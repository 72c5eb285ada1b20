package dev.confab.common.relay;

import dev.confab.local.EmbeddedStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning. */
final class RecordReader implements AutoCloseable {
    /** Callers ask again and again until all has come. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, List<ConsumerRecord<String, byte[]>>> read = new HashMap<>();

    RecordReader(String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        EmbeddedStack.shared().kafka().bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All records of a key so far, repetitions included. */
    List<ConsumerRecord<String, byte[]>> of(String key) {
        consumer.poll(LOOK)
                .forEach(record -> read.computeIfAbsent(record.key(), first -> new ArrayList<>())
                        .add(record));
        return read.getOrDefault(key, List.of());
    }

    /** The values of a key in the order of their first appearance. */
    List<String> values(String key) {
        Set<String> values = new LinkedHashSet<>();
        of(key).forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
        return List.copyOf(values);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
