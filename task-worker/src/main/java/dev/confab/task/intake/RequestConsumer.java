package dev.confab.task.intake;

import dev.confab.common.deadletter.DeadLetter;
import dev.confab.common.deadletter.PoisonSearch;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.GroupConsumer;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.TopicCreator;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskRequestCodec;
import dev.confab.common.task.TaskTopics;
import dev.confab.task.execution.QueueSlots;
import dev.confab.task.execution.TaskMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Takes requests from the topics of all queues. A batch is stored in one transaction and its offsets are committed after
 * that, so a request may come again and is recognised by its id. What nobody can read is put aside on the dead letter
 * topic of its queue, as it came (its first MiB, if it is larger), with the reason in its headers.
 */
@ApplicationScoped
public class RequestConsumer {
    private static final Logger LOG = Logger.getLogger(RequestConsumer.class);
    private static final String GROUP = "confab-tasks";

    private final TaskIntake intake;
    private final TaskMetrics metrics;
    private final GroupConsumer consumer;
    private final PoisonSearch poison = new PoisonSearch();

    @Inject
    RequestConsumer(
            TaskIntake intake, TaskMetrics metrics, QueueSlots slots, KafkaClients clients, TopicCreator topics) {
        this.intake = intake;
        this.metrics = metrics;
        consumer = new GroupConsumer(
                clients,
                topics,
                GROUP,
                slots.queues().stream().sorted().map(TaskTopics::requests).toList(),
                this::take);
    }

    /** Begins to consume; needs no broker to be there yet. */
    public void start() {
        consumer.start();
    }

    public void stop() {
        consumer.close();
    }

    /** Whether requests that are submitted through Kafka arrive here, as far as is known. */
    public boolean isConnected() {
        return consumer.isConnected();
    }

    void take(List<ConsumerRecord<String, byte[]>> batch) throws Exception {
        List<Received> received = new ArrayList<>(batch.size());
        List<DeadLetter> deadLetters = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                received.add(new Received(record, TaskRequestCodec.decode(record)));
            } catch (MalformedEventException malformed) {
                deadLetters.add(DeadLetter.unreadable(record, "malformed_request", malformed));
            }
        }
        int unreadable = deadLetters.size();
        poison.apply(received, this::store, (refused, failure) -> {
            LOG.errorf(failure, "Request %s cannot be stored", refused.request().id());
            deadLetters.add(new DeadLetter(refused.record(), "refused_request", "The request cannot be stored."));
        });
        putAside(deadLetters);
        metrics.unreadable(unreadable);
    }

    private void store(List<Received> received) throws SQLException {
        intake.accept(received.stream().map(Received::request).toList(), List.of());
    }

    private void putAside(List<DeadLetter> deadLetters) throws SQLException {
        if (!deadLetters.isEmpty()) {
            deadLetters.forEach(letter -> LOG.infof("A request is put aside: %s", letter));
            intake.accept(
                    List.of(),
                    deadLetters.stream()
                            .map(letter -> letter.onTopic(letter.record().topic() + ".dlt"))
                            .toList());
        }
    }

    /** A request and the record that it came in. */
    private record Received(ConsumerRecord<String, byte[]> record, TaskRequest request) {}
}
