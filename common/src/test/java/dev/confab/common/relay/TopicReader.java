package dev.confab.common.relay;

import dev.confab.common.event.CloudEventCodec;
import dev.confab.common.event.EventTopics;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.stream.StreamEvent;
import dev.confab.local.EmbeddedStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its beginning, as a consumer outside of the suite would. */
final class TopicReader implements AutoCloseable {
    /** Callers ask again and again until all has come. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, List<StreamEvent>> read = new HashMap<>();
    private final Set<String> wanted;

    /** Others use the topic too, and some of them write nonsense. */
    TopicReader(Collection<UUID> streams) {
        wanted = streams.stream().map(UUID::toString).collect(Collectors.toSet());
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        EmbeddedStack.shared().kafka().bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(EventTopics.CHAT).stream()
                .map(partition -> new TopicPartition(EventTopics.CHAT, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All events of a stream so far, as they stand in the topic. */
    List<StreamEvent> of(UUID stream) throws Exception {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(LOOK)) {
            if (record.key() != null && wanted.contains(record.key())) {
                read.computeIfAbsent(record.key(), key -> new ArrayList<>())
                        .add(CloudEventCodec.decode(
                                record.value(),
                                RecordHeaders.text(record.headers(), RecordHeaders.REQUEST_ID),
                                RecordHeaders.text(record.headers(), RecordHeaders.TRACE_PARENT)));
            }
        }
        return read.getOrDefault(stream.toString(), List.of());
    }

    /** The seqs of a stream in the order of their first appearance. */
    List<Long> seqs(UUID stream) throws Exception {
        Set<Long> seqs = new LinkedHashSet<>();
        of(stream).forEach(event -> seqs.add(event.seq()));
        return List.copyOf(seqs);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
