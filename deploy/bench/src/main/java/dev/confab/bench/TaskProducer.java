package dev.confab.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Submits echo tasks as a stranger would: by the documented record on the queue's topic, and nothing of ours. */
final class TaskProducer implements AutoCloseable {
    private static final String LINGER_MILLIS = "2";

    private final KafkaProducer<String, byte[]> producer;
    private final String topic;
    private final String text;
    private final TaskLedger ledger;

    TaskProducer(String bootstrapServers, String queue, int payload, TaskLedger ledger) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        LINGER_MILLIS),
                new StringSerializer(),
                new ByteArraySerializer());
        topic = "confab.tasks." + queue;
        text = "x".repeat(payload);
        this.ledger = ledger;
    }

    /** Submits the tasks from one number up to another, each when it is due, whether or not the servers keep up. */
    void send(int from, int to, int rate) {
        double interval = 1e9 / rate;
        long begin = System.nanoTime();
        Instant beginTime = Instant.now();
        for (int task = from; task < to; task++) {
            long due = (long) ((task - from) * interval);
            long early = begin + due - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            }
            int number = task;
            UUID id = ledger.due(number, beginTime.plusNanos(due));
            var _ = producer.send(new ProducerRecord<>(topic, id.toString(), request(id)), (_, failed) -> {
                if (failed == null) {
                    ledger.taken(number, Instant.now());
                }
            });
        }
        producer.flush();
    }

    private byte[] request(UUID id) {
        return """
                {"specversion":"1.0","id":"%s","source":"/bench","type":"dev.confab.task.requested",\
                "subject":"echo","time":"%s","datacontenttype":"application/json",\
                "data":{"type":"echo","payload":{"text":"%s"}}}""".formatted(id, Instant.now(), text).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }
}
