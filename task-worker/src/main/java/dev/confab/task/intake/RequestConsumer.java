package dev.confab.task.intake;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.GroupConsumer;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.kafka.TopicCreator;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskRequestCodec;
import dev.confab.common.task.TaskTopics;
import dev.confab.task.execution.QueueSlots;
import dev.confab.task.execution.TaskMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final int LONGEST_REASON = 500;
    /** A record is published again with headers about it, which must fit in as well: the outbox refuses what does not. */
    private static final int LARGEST_VALUE = 1024 * 1024;

    private final TaskIntake intake;
    private final TaskMetrics metrics;
    private final GroupConsumer consumer;

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

    void take(List<ConsumerRecord<String, byte[]>> batch) throws SQLException {
        List<TaskRequest> requests = new ArrayList<>(batch.size());
        List<OutboxRecord> unreadable = new ArrayList<>();
        IdentityHashMap<TaskRequest, ConsumerRecord<String, byte[]>> origins = new IdentityHashMap<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                TaskRequest request = TaskRequestCodec.decode(record);
                requests.add(request);
                origins.put(request, record);
            } catch (MalformedEventException malformed) {
                unreadable.add(aside(record, "malformed_request", String.valueOf(malformed.getMessage())));
            }
        }
        store(requests, unreadable, origins);
        metrics.unreadable(unreadable.size());
    }

    /** A request that the database refuses must not hold up the others: the batch is halved until it is alone. */
    private void store(
            List<TaskRequest> requests,
            List<OutboxRecord> unreadable,
            IdentityHashMap<TaskRequest, ConsumerRecord<String, byte[]>> origins)
            throws SQLException {
        try {
            intake.accept(requests, unreadable);
        } catch (SQLException | RuntimeException failure) {
            if (ConfabException.of(failure).code() == ErrorCode.UNAVAILABLE || requests.isEmpty()) {
                throw failure;
            }
            if (requests.size() == 1) {
                LOG.errorf(
                        failure,
                        "Request %s cannot be stored and is put aside",
                        requests.getFirst().id());
                List<OutboxRecord> all = new ArrayList<>(unreadable);
                all.add(aside(
                        Objects.requireNonNull(origins.get(requests.getFirst())),
                        "refused_request",
                        "The request cannot be stored."));
                store(List.of(), all, origins);
                return;
            }
            int half = requests.size() / 2;
            store(requests.subList(0, half), unreadable, origins);
            store(requests.subList(half, requests.size()), List.of(), origins);
        }
    }

    private static OutboxRecord aside(ConsumerRecord<String, byte[]> record, String code, String reason) {
        Map<String, String> headers = new HashMap<>();
        headers.put(RecordHeaders.ERROR_CODE, code);
        headers.put(RecordHeaders.ERROR_MESSAGE, printable(reason));
        String requestId = RecordHeaders.text(record.headers(), RecordHeaders.REQUEST_ID);
        if (requestId != null) {
            headers.put(RecordHeaders.REQUEST_ID, printable(requestId));
        }
        String key = record.key();
        boolean usable = key != null && !key.isEmpty() && key.length() <= 100;
        LOG.infof(
                "A request at offset %d of %s-%d is put aside: %s",
                record.offset(), record.topic(), record.partition(), headers.get(RecordHeaders.ERROR_MESSAGE));
        byte[] value = record.value();
        if (value != null && value.length > LARGEST_VALUE) {
            value = Arrays.copyOf(value, LARGEST_VALUE);
            headers.put("x-truncated", "true");
        }
        return new OutboxRecord(record.topic() + ".dlt", usable ? printable(key) : "unreadable", value, headers);
    }

    /** Strangers' text, as every header and log takes it. */
    private static String printable(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= LONGEST_REASON ? plain : plain.substring(0, LONGEST_REASON);
    }
}
