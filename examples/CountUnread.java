import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Counts what everybody has not read yet, from nothing but the events since the beginning: one line for each person and
 * room that they have read in.
 *
 * <p>Run: {@code java -cp 'kafka-clients.jar:slf4j-api.jar:jackson-*.jar' CountUnread.java localhost:19092}
 */
final class CountUnread {
    public static void main(String[] arguments) throws Exception {
        Map<String, Long> last = new HashMap<>(); // of each stream: what comes again is left out
        Map<String, Map<String, JsonNode>> messages = new HashMap<>(); // by room, by id
        Map<String, JsonNode> markers = new TreeMap<>(); // by person and room
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", arguments[0]), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = Stream.of("confab.chat.events", "confab.user.events")
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (var found : consumer.poll(Duration.ofSeconds(1))) {
                    JsonNode event = new ObjectMapper().readTree(found.value());
                    JsonNode data = event.path("data");
                    if (data.path("seq").asLong() <= last.getOrDefault(found.key(), 0L)) {
                        continue;
                    }
                    last.put(found.key(), data.path("seq").asLong());
                    Map<String, JsonNode> room = messages.computeIfAbsent(found.key(), none -> new HashMap<>());
                    switch (event.path("type").asText()) {
                        case "dev.confab.chat.message.posted" -> room.put(event.path("id").asText(), data);
                        case "dev.confab.chat.message.deleted" -> room.remove(data.at("/payload/messageId").asText());
                        case "dev.confab.user.room.read" ->
                            markers.put(data.path("username").asText() + " " + data.at("/payload/room").asText(), data);
                        default -> {}
                    }
                }
            }
        }
        markers.forEach((who, marker) -> System.out.println(who + " " + messages
                .getOrDefault(marker.at("/payload/roomId").asText(), Map.of()).values().stream()
                .filter(message -> message.path("seq").asLong() > marker.at("/payload/seq").asLong())
                .filter(message -> !message.at("/user/id").equals(marker.path("streamId")))
                .filter(message -> !message.path("payload").has("thread"))
                .count()));
    }
}
