package dev.confab.task.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.GroupConsumer;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.TopicCreator;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.task.TaskTopics;
import dev.confab.task.execution.QueueSlots;
import dev.confab.task.execution.TaskEngine;
import dev.confab.task.execution.WorkerIdentity;
import dev.confab.task.lifecycle.ClaimStore;
import dev.confab.task.lifecycle.ClaimStore.DueRetry;
import dev.confab.task.lifecycle.ClaimedTask;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskConfig;
import dev.confab.task.lifecycle.TaskEvents;
import dev.confab.task.lifecycle.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes retries that are due. They have topics of their own, so that they never stand in front of fresh work; a record only
 * says which attempt is due, and the database whether that is still so. One that is lost on the way is found there.
 */
@ApplicationScoped
public class RetryConsumer {
    private static final Logger LOG = Logger.getLogger(RetryConsumer.class);
    private static final String GROUP = "confab-tasks-retry";

    private final Transactions transactions;
    private final Outbox outbox;
    private final TaskEvents events;
    private final TaskConfig config;
    private final TaskClock clock;
    private final WorkerIdentity worker;
    private final QueueSlots slots;
    private final TaskEngine engine;
    private final GroupConsumer consumer;

    @Inject
    RetryConsumer(
            Transactions transactions,
            Outbox outbox,
            TaskEvents events,
            TaskConfig config,
            TaskClock clock,
            WorkerIdentity worker,
            QueueSlots slots,
            TaskEngine engine,
            KafkaClients clients,
            TopicCreator topics) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.config = config;
        this.clock = clock;
        this.worker = worker;
        this.slots = slots;
        this.engine = engine;
        consumer = new GroupConsumer(
                clients,
                topics,
                GROUP,
                slots.queues().stream().sorted().map(TaskTopics::retries).toList(),
                this::take);
    }

    public void start() {
        consumer.start();
    }

    public void stop() {
        consumer.close();
    }

    public boolean isConnected() {
        return consumer.isConnected();
    }

    void take(List<ConsumerRecord<String, byte[]>> batch) throws SQLException {
        Map<String, Integer> reserved = new HashMap<>();
        try {
            Map<UUID, DueRetry> due = new HashMap<>();
            for (ConsumerRecord<String, byte[]> record : batch) {
                String queue = queueOf(record.topic());
                DueRetry retry = read(record, due, queue, reserved);
                if (retry != null) {
                    due.put(retry.id(), retry);
                }
            }
            if (due.isEmpty()) {
                return;
            }
            List<DueRetry> retries = new ArrayList<>(due.values());
            List<ClaimedTask> started = transactions.call(connection -> {
                Instant now = clock.now();
                List<ClaimedTask> claimed =
                        ClaimStore.claimRetries(connection, retries, worker.id(), now, config.lease());
                outbox.add(connection, events.started(claimed, worker.id(), now));
                return claimed;
            });
            started.forEach(task -> reserved.merge(task.queue(), -1, Integer::sum));
            engine.run(started);
            if (started.size() < retries.size()) {
                engine.lookForWaiting();
            }
        } finally {
            reserved.forEach(slots::release);
        }
    }

    /** Null if the record says nothing, or what another one of the batch says. */
    private @Nullable DueRetry read(
            ConsumerRecord<String, byte[]> record,
            Map<UUID, DueRetry> known,
            String queue,
            Map<String, Integer> reserved) {
        try {
            JsonNode data = CloudEvent.parse(record.value()).data();
            UUID id = UUID.fromString(CloudEvent.text(data, "taskId"));
            Integer attempt = CloudEvent.optionalInt(data, "attempt", 0, Integer.MAX_VALUE);
            DueRetry other = known.get(id);
            if (attempt == null || (other != null && other.attempt() >= attempt)) {
                return null;
            }
            boolean start = other != null ? other.start() : slots.tryReserveForNew(queue);
            if (other == null && start) {
                reserved.merge(queue, 1, Integer::sum);
            }
            return new DueRetry(id, attempt, start);
        } catch (MalformedEventException | IllegalArgumentException foreign) {
            LOG.warnf(
                    "A record at offset %d of %s-%d is no retry: %s",
                    record.offset(), record.topic(), record.partition(), foreign.getMessage());
            return null;
        }
    }

    private static String queueOf(String topic) {
        String withoutPrefix = topic.substring(TaskTopics.requests("x").length() - 1);
        return withoutPrefix.substring(0, withoutPrefix.length() - ".retry".length());
    }
}
