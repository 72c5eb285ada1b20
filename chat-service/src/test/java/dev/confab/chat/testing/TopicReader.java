package dev.confab.chat.testing;

import dev.confab.local.test.Patience;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads a topic from its beginning, as another service would. */
public final class TopicReader implements AutoCloseable {

    /** Asked again and again until all has come. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
            Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    public TopicReader(String topic) {
        Patience.await().until(() -> !consumer.partitionsFor(topic).isEmpty());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * The records that are wanted, in the order of their partitions, once there are that many. Of those with the same key
     * and value only the first: a relay that was held up publishes again what it does not know to be published.
     */
    public List<ConsumerRecord<String, byte[]>> await(int count, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        return Patience.await()
                .until(
                        () -> {
                            consumer.poll(LOOK).forEach(records::add);
                            return distinct(wanted);
                        },
                        found -> found.size() >= count);
    }

    private List<ConsumerRecord<String, byte[]>> distinct(Predicate<ConsumerRecord<String, byte[]>> wanted) {
        Set<List<Object>> seen = new HashSet<>();
        return records.stream()
                .filter(wanted)
                .filter(record -> seen.add(List.of(record.key(), ByteBuffer.wrap(record.value()))))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
