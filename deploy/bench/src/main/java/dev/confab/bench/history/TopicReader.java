package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.ClientJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads topics of events from their beginning, as anybody may who knows the documentation: what comes again is known by
 * its {@code seq}. Streams are named by their ids.
 */
final class TopicReader {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, List<LoggedEvent>> streams = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    /** Reads those streams, until every one has come as far as it is to, or for a minute. */
    void read(String bootstrapServers, List<String> topics, Map<String, Integer> expected) throws IOException {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic, PATIENCE).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            BooleanSupplier complete = () -> expected.entrySet().stream()
                    .allMatch(stream -> events(stream.getKey()).size() >= stream.getValue());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!complete.getAsBoolean() && System.nanoTime() < end) {
                for (var found : consumer.poll(Duration.ofMillis(200))) {
                    // Of rooms that others have deleted meanwhile the last events may never be published.
                    if (expected.containsKey(found.key())) {
                        take(found.key(), ClientJson.mapper().readTree(found.value()));
                    }
                }
            }
        }
    }

    List<LoggedEvent> events(String streamId) {
        return streams.getOrDefault(streamId, List.of());
    }

    /** Streams in which an event appeared before an earlier one. */
    List<String> violations() {
        return violations;
    }

    private void take(String key, JsonNode envelope) {
        JsonNode data = envelope.path("data");
        List<LoggedEvent> events = streams.computeIfAbsent(key, _ -> new ArrayList<>());
        long seq = data.path("seq").asLong();
        if (seq <= events.size()) {
            return;
        }
        if (seq > events.size() + 1) {
            violations.add("on Kafka, %d of %s follows %d".formatted(seq, envelope.path("subject"), events.size()));
        }
        String type = envelope.path("type").asText();
        events.add(new LoggedEvent(
                seq,
                data.path("epoch").asText(),
                envelope.path("id").asText(),
                type.substring(type.indexOf('.', "dev.confab.".length()) + 1),
                data.path("user").path("id").asText(null),
                data.path("clientMessageId").asText(null),
                data.path("payload")));
    }
}
