import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Has a task done by writing one record, and prints the task's id. The id makes repeating safe: a request with an id that
 * was seen before changes nothing, so a sender that is not sure sends again.
 *
 * <p>Run: {@code java -cp 'kafka-clients.jar:slf4j-api.jar' SubmitTask.java localhost:19092 echo '{"hello":"world"}'}
 */
final class SubmitTask {
    public static void main(String[] arguments) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", arguments[0], "acks", "all");
        String type = arguments[1];
        String payload = arguments[2];
        String id = UUID.randomUUID().toString();
        String request = """
                {"specversion": "1.0", "id": "%s", "source": "/examples", "type": "dev.confab.task.requested",
                 "subject": "%s", "time": "%s", "datacontenttype": "application/json",
                 "data": {"type": "%s", "payload": %s}}
                """.formatted(id, type, Instant.now(), type, payload);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("confab.tasks.default", id, request)).get();
        }
        System.out.println(id);
    }
}
