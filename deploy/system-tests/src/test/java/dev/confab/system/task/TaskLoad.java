package dev.confab.system.task;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.local.EmbeddedStack;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Many tasks, submitted by somebody who knows nothing but the documentation, and the ledger of what became of them: the
 * row of each task, and the events of its completions, which are committed together with it.
 */
final class TaskLoad {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddedStack stack;
    private final String source = "/test/" + UUID.randomUUID();
    private final Set<String> ids = new HashSet<>();

    TaskLoad(EmbeddedStack stack) {
        this.stack = stack;
    }

    /** Submits tasks, every tenth of them twice. */
    void submit(int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.kafka().bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                String id = UUID.randomUUID().toString();
                String value = """
                        {"specversion": "1.0", "id": "%s", "source": "%s", "type": "dev.confab.task.requested",
                         "data": {"type": "echo", "payload": {"of": "%s"}}}""".formatted(id, source, id);
                ids.add(id);
                for (int times = i % 10 == 0 ? 2 : 1; times > 0; times--) {
                    var _ = producer.send(new ProducerRecord<>("confab.tasks.default", id, value));
                }
            }
        }
    }

    void awaitSucceeded(long atLeast) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(50))
                .until(() -> count("state = 'succeeded'") >= atLeast);
    }

    void awaitAllSucceeded() {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(count("state = 'succeeded'")).isEqualTo(ids.size()));
    }

    /** Every task is there once, has succeeded with its own payload, and was completed by exactly one attempt. */
    void assertEachWasDoneOnce() throws Exception {
        assertThat(count("true")).isEqualTo(ids.size());
        assertThat(count("state = 'succeeded' and result::jsonb ->> 'of' = id::text"))
                .isEqualTo(ids.size());
        Map<String, Set<String>> completions = new HashMap<>();
        await().atMost(PATIENCE).untilAsserted(() -> {
            completions.clear();
            for (JsonNode event : events("dev.confab.task.succeeded")) {
                completions
                        .computeIfAbsent(event.path("data").path("taskId").asText(), _ -> new HashSet<>())
                        .add(event.path("id").asText());
            }
            assertThat(completions.keySet()).containsAll(ids);
        });
        assertThat(ids).allSatisfy(id -> assertThat(completions.get(id)).hasSize(1));
    }

    /** How many runs were begun of all tasks. */
    long attempts() throws SQLException {
        return number("select coalesce(sum(attempt), 0) from task where source = ?");
    }

    long count(String condition) throws SQLException {
        return number("select count(*) from task where source = ? and " + condition);
    }

    private long number(String query) throws SQLException {
        try (Connection connection = stack.postgres().connect("confab_task");
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, source);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** The same event may be published twice; it then has the same id. */
    private List<JsonNode> events(String type) throws IOException {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafka().bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("confab.task.events").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<JsonNode> events = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    if (ids.contains(record.key())) {
                        JsonNode event = JSON.readTree(record.value());
                        if (event.path("type").asText().equals(type)) {
                            events.add(event);
                        }
                    }
                }
            }
            return events;
        }
    }
}
