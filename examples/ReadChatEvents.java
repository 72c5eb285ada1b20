import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints what happens in rooms, as any service can follow it: everything since the beginning of the topic, then whatever
 * comes. A second copy with the same group takes half of the rooms; started again, it goes on where it was.
 *
 * <p>Run: {@code java -cp 'kafka-clients.jar:slf4j-api.jar' ReadChatEvents.java localhost:19092}
 */
final class ReadChatEvents {
    public static void main(String[] arguments) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", arguments[0],
                "group.id", "example-of-a-reader",
                "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("confab.chat.events"));
            while (true) {
                // The key is the room's id: events of one room arrive in their order. An event can come twice;
                // its field "id" tells.
                consumer.poll(Duration.ofSeconds(1)).forEach(event -> System.out.println(event.key() + " " + event.value()));
            }
        }
    }
}
