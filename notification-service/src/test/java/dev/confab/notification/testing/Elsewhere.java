package dev.confab.notification.testing;

import dev.confab.common.account.AccountState;
import dev.confab.common.account.AccountStateCodec;
import dev.confab.common.event.EventTopics;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.local.EmbeddedStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Everything around this service: publishes as chat-service does, and reads what the service publishes. */
public final class Elsewhere implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers()),
            new StringSerializer(),
            new ByteArraySerializer());

    public void posts(Posted message) {
        posts(message, null, null);
    }

    public void posts(Posted message, @Nullable String requestId, @Nullable String traceParent) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(EventTopics.CHAT, message.room().id().toString(), bytes(message.json()));
        if (requestId != null && traceParent != null) {
            record.headers().add(new RecordHeader(RecordHeaders.REQUEST_ID, bytes(requestId)));
            record.headers().add(new RecordHeader(RecordHeaders.TRACE_PARENT, bytes(traceParent)));
        }
        publish(record);
    }

    /** Anything on the topic of rooms. */
    public void writes(String key, String value) {
        publish(new ProducerRecord<>(EventTopics.CHAT, key, bytes(value)));
    }

    public void reads(Somebody reader, Posted.TestRoom room, long seq) {
        String event = """
                {"specversion":"1.0","id":"%s","source":"/confab/chat","type":"dev.confab.user.room.read",\
                "subject":"%s","time":"%s","datacontenttype":"application/json","data":{"streamId":"%s","username":"%s",\
                "epoch":"e-1","seq":1,"user":%s,"payload":{"room":"%s","roomId":"%s","seq":%d}}}""".formatted(
                        UUID.randomUUID(),
                        reader.username(),
                        Instant.now(),
                        reader.id(),
                        reader.username(),
                        reader.json(),
                        room.name(),
                        room.id(),
                        seq);
        publish(new ProducerRecord<>(EventTopics.USER, reader.id().toString(), bytes(event)));
    }

    /** Anything that another service has put into its outbox. */
    public void asks(OutboxRecord record) {
        publish(new ProducerRecord<>(record.topic(), record.key(), record.value()));
    }

    public void account(AccountState state) {
        publish(new ProducerRecord<>(
                EventTopics.ACCOUNTS, state.userId().toString(), AccountStateCodec.encode(state, Instant.now())));
    }

    /** An account in good order. */
    public void registers(Somebody... people) {
        for (Somebody person : people) {
            account(new AccountState(person.id(), person.username(), person.email(), Set.of("user"), false, null, 1));
        }
    }

    public void deletes(Somebody person) {
        publish(new ProducerRecord<>(EventTopics.ACCOUNTS, person.id().toString(), null));
    }

    /** All records that are on a topic now. */
    public static List<ConsumerRecord<String, byte[]>> recordsOn(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return records;
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private void publish(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String servers() {
        return EmbeddedStack.shared().kafka().bootstrapServers();
    }
}
