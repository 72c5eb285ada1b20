package dev.confab.system.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Somebody else's service that reads {@code confab.chat.events} with nothing of ours but the documentation. */
final class OutsideConsumer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaConsumer<String, String> consumer;

    private OutsideConsumer(KafkaConsumer<String, String> consumer) {
        this.consumer = consumer;
    }

    static OutsideConsumer of(String bootstrapServers) {
        return new OutsideConsumer(new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringDeserializer(),
                new StringDeserializer()));
    }

    /** The seqs of a room in the order of their first appearance on the topic, read from its beginning up to {@code last}. */
    List<Long> seqsUntil(String room, long last) throws IOException {
        List<PartitionInfo> partitions = consumer.partitionsFor("confab.chat.events", PATIENCE);
        consumer.assign(partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
        Set<Long> seqs = new LinkedHashSet<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!seqs.contains(last)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("only " + seqs + " of " + last + " events of " + room + " were published");
            }
            for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofMillis(200))) {
                JsonNode data = JSON.readTree(event.value()).path("data");
                if (data.path("room").asText().equals(room)) {
                    seqs.add(data.path("seq").asLong());
                }
            }
        }
        return List.copyOf(seqs);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
