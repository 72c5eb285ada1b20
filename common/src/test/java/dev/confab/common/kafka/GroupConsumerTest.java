package dev.confab.common.kafka;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.layer.Layer;
import dev.confab.common.stream.TestSettings;
import dev.confab.local.EmbeddedStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupConsumerTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final String topic = "test.group." + UUID.randomUUID();
    private final String group = "test-" + UUID.randomUUID();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final ConcurrentLinkedQueue<ConsumerRecord<String, byte[]>> handled = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void createTopic() throws Exception {
        EmbeddedStack.shared().kafka().start();
        topics().ensure(List.of(topic));
    }

    @AfterEach
    void close() throws Exception {
        EmbeddedStack.shared().kafka().start();
        for (AutoCloseable part : closing.reversed()) {
            part.close();
        }
    }

    @Test
    void handsTheSameRecordsOverAgainUntilTheHandlerReturnsAndCommitsOnlyThen() throws Exception {
        publish(0, 200);
        AtomicInteger calls = new AtomicInteger();
        List<Long> committedDuringFailures = new ArrayList<>();
        consumer(batch -> {
                    if (calls.incrementAndGet() <= 4) {
                        committedDuringFailures.add(committed());
                        throw new IllegalStateException("not yet");
                    }
                    handled.addAll(batch);
                })
                .start();
        await().atMost(LONG).untilAsserted(() -> assertThat(handled).hasSizeGreaterThanOrEqualTo(200));
        assertThat(committedDuringFailures).containsExactly(0L, 0L, 0L, 0L);
        assertHandledInOrder(200);
        await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(committed()).isEqualTo(200));
    }

    @Test
    void aFailureInTheMiddleRepeatsWhatWasNotCommittedAndNothingIsSkipped() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        consumer(batch -> {
                    if (calls.incrementAndGet() % 2 == 1) {
                        handled.addAll(batch.subList(0, batch.size() / 2));
                        throw new IllegalStateException("every other time");
                    }
                    handled.addAll(batch);
                })
                .start();
        for (int from = 0; from < 500; from += 50) {
            publish(from, from + 50);
        }
        await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(committed()).isEqualTo(500));
        assertHandledInOrder(500);
    }

    @Test
    void anotherMemberGoesOnWhereAClosedOneStopped() throws Exception {
        publish(0, 100);
        GroupConsumer first = consumer(handled::addAll);
        first.start();
        await().atMost(LONG).untilAsserted(() -> assertThat(handled).hasSizeGreaterThanOrEqualTo(100));
        assertThat(first.isConnected()).isTrue();
        first.close();
        assertThat(first.isConnected()).isFalse();
        publish(100, 200);
        consumer(handled::addAll).start();
        await().atMost(LONG).untilAsserted(() -> assertThat(handled).hasSizeGreaterThanOrEqualTo(200));
        assertHandledInOrder(200);
    }

    @Test
    void closingLetsTheRunningBatchEnd() throws Exception {
        publish(0, 10);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        GroupConsumer consumer = consumer(batch -> {
            entered.countDown();
            mayEnd.await();
            handled.addAll(batch);
        });
        consumer.start();
        entered.await();
        Thread closer = Thread.ofVirtual().start(consumer::close);
        await().until(() ->
                closer.getState() == Thread.State.WAITING || closer.getState() == Thread.State.TIMED_WAITING);
        mayEnd.countDown();
        closer.join();
        assertThat(handled).isNotEmpty();
        await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(committed()).isEqualTo(handled.size()));
    }

    @Test
    void startsWithoutABrokerAndGoesOnAfterAnOutage() throws Exception {
        publish(0, 10);
        EmbeddedStack.shared().kafka().kill();
        GroupConsumer consumer = consumer(handled::addAll);
        consumer.start();
        EmbeddedStack.shared().kafka().start();
        await().atMost(LONG).untilAsserted(() -> assertThat(handled).hasSizeGreaterThanOrEqualTo(10));
        EmbeddedStack.shared().kafka().kill();
        EmbeddedStack.shared().kafka().start();
        publish(10, 20);
        await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(committed()).isEqualTo(20));
        assertHandledInOrder(20);
    }

    /** Each key's values in their order, each of them at least once. */
    private void assertHandledInOrder(int count) {
        for (int key = 0; key < 5; key++) {
            String name = "key-" + key;
            int rest = key;
            Set<Integer> values = new LinkedHashSet<>();
            handled.stream()
                    .filter(record -> record.key().equals(name))
                    .forEach(
                            record -> values.add(Integer.parseInt(new String(record.value(), StandardCharsets.UTF_8))));
            assertThat(List.copyOf(values))
                    .isEqualTo(IntStream.range(0, count)
                            .filter(value -> value % 5 == rest)
                            .boxed()
                            .toList());
        }
    }

    private void publish(int from, int to) throws Exception {
        try (Producer<String, byte[]> producer = clients().orderedProducer()) {
            // A broker that has just come back says nothing of its topics for a while.
            await().atMost(LONG)
                    .ignoreExceptions()
                    .until(() -> !producer.partitionsFor(topic).isEmpty());
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int value = from; value < to; value++) {
                sent.add(producer.send(new ProducerRecord<>(
                        topic, "key-" + value % 5, Integer.toString(value).getBytes(StandardCharsets.UTF_8))));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    /** How many records the group has committed. */
    private long committed() throws Exception {
        try (Admin admin = clients().admin()) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        }
    }

    private GroupConsumer consumer(BatchHandler handler) {
        GroupConsumer consumer = new GroupConsumer(clients(), topics(), group, List.of(topic), handler);
        closing.add(consumer);
        return consumer;
    }

    private static KafkaClients clients() {
        return new KafkaClients(
                Map.of("bootstrap.servers", EmbeddedStack.shared().kafka().bootstrapServers()),
                TestSettings.of(KafkaTopicConfig.class),
                Layer.KAFKA);
    }

    private static TopicCreator topics() {
        return new TopicCreator(clients(), TestSettings.of(KafkaTopicConfig.class));
    }
}
