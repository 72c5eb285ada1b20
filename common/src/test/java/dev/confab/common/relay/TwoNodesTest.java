package dev.confab.common.relay;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.event.EventTopics;
import dev.confab.common.stream.DeliveryProbe;
import dev.confab.common.stream.LogDatabase;
import dev.confab.common.stream.StreamConfig;
import dev.confab.common.stream.StreamKind;
import dev.confab.common.stream.TestNode;
import dev.confab.common.stream.TestSettings;
import dev.confab.local.EmbeddedStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events on their whole way: stored by one node, through the outbox and Kafka, to the subscribers of another. */
@Tag("CH-09")
class TwoNodesTest {
    private static final UUID ALICE = UUID.randomUUID();
    private static final Duration LONG = Duration.ofSeconds(60);

    private LogDatabase database;
    private UUID stream;
    private final List<AutoCloseable> closing = new ArrayList<>();

    /** One node with all its parts. */
    private record Node(TestNode log, DeliveryProbe delivery, Relay relay, StreamEventConsumer consumer) {
        void append(String text) {
            log.appendAndWait(
                    TestNode.message(delivery.stream(), ALICE, UUID.randomUUID().toString(), text));
        }
    }

    @BeforeEach
    void createDatabase() throws Exception {
        database = new LogDatabase();
        stream = database.newStream(StreamKind.ROOM, "lobby");
        RelayTest.topics().ensure(List.of(EventTopics.CHAT));
    }

    @AfterEach
    void dropDatabase() throws Exception {
        EmbeddedStack.shared().kafka().start();
        for (AutoCloseable part : closing.reversed()) {
            part.close();
        }
        database.close();
    }

    @Test
    void bothNodesDeliverWhatEitherStores() throws Exception {
        // Only Kafka can bring the other node's events: the database is not looked at.
        Node one = node("1h");
        Node two = node("1h");
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(one.consumer().isConnected()).isTrue();
            assertThat(two.consumer().isConnected()).isTrue();
        });
        for (int i = 0; i < 100; i++) {
            (i % 3 == 0 ? two : one).append("t" + i);
        }
        assertBothDelivered(one, two, 100);
    }

    @Test
    void whileKafkaIsAwayTheOtherNodeStillCatchesUp() throws Exception {
        Node one = node("200ms");
        Node two = node("200ms");
        one.append("before");
        assertBothDelivered(one, two, 1);
        EmbeddedStack.shared().kafka().kill();
        for (int i = 0; i < 20; i++) {
            (i % 3 == 0 ? two : one).append("t" + i);
        }
        assertBothDelivered(one, two, 21);
        EmbeddedStack.shared().kafka().start();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(database.number("select count(*) from stream_outbox"))
                        .isZero());
        one.append("after");
        assertBothDelivered(one, two, 22);
    }

    @Test
    void foreignRecordsOnTheTopicAreSkipped() throws Exception {
        Node one = node("1h");
        Node two = node("1h");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(two.consumer().isConnected()).isTrue());
        try (Producer<String, byte[]> producer = RelayTest.clients().orderedProducer()) {
            for (String key : new String[] {null, "no id", stream.toString()}) {
                for (String value : new String[] {null, "", "{", "{\"type\": 1}", "\ud800"}) {
                    producer.send(new ProducerRecord<>(
                                    EventTopics.CHAT,
                                    key,
                                    value == null ? null : value.getBytes(StandardCharsets.UTF_16)))
                            .get();
                }
            }
        }
        one.append("t");
        assertBothDelivered(one, two, 1);
    }

    @Test
    void aBrokerThatComesBackEmptyIsUsedAgain() throws Exception {
        Node one = node("1h");
        Node two = node("1h");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(two.consumer().isConnected()).isTrue());
        one.append("before");
        assertBothDelivered(one, two, 1);
        try (Admin admin = Admin.create(RelayTest.broker())) {
            admin.deleteTopics(List.of(EventTopics.CHAT)).all().get();
        }
        // The first ones may be published before the consumer has found the new topic; a later one shows the gap.
        await().atMost(LONG).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            one.append("after");
            assertThat(two.delivery().seqs()).hasSizeGreaterThan(2);
        });
        assertBothDelivered(one, two, database.number("select last_seq from stream"));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(database.number("select count(*) from stream_outbox"))
                        .isZero());
    }

    private void assertBothDelivered(Node one, Node two, long count) {
        List<Long> all = LongStream.rangeClosed(1, count).boxed().toList();
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(one.delivery().seqs()).isEqualTo(all);
            assertThat(two.delivery().seqs()).isEqualTo(all);
        });
    }

    private Node node(String positionCheck) throws Exception {
        RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
        Relay relay = closing(new Relay(
                closing(database.pool()),
                // A relay gives a broker as long as its lease lasts.
                TestSettings.of(RelayConfig.class, "confab.relay.lease", "3s"),
                RelayTest.clients(),
                RelayTest.topics(),
                metrics,
                InstantSource.system()));
        DeliveryProbe delivery = closing(new DeliveryProbe(database, stream, positionCheck));
        StreamEventConsumer consumer = closing(new StreamEventConsumer(
                RelayTest.clients(),
                RelayTest.topics(),
                delivery.hubs(),
                relay,
                metrics,
                TestSettings.of(RelayConfig.class),
                TestSettings.of(StreamConfig.class, "confab.stream.kinds", "room")));
        TestNode log = closing(new TestNode(database, List.of(delivery.hubs(), relay)));
        relay.start();
        consumer.start();
        return new Node(log, delivery, relay, consumer);
    }

    private <T extends AutoCloseable> T closing(T part) {
        closing.add(part);
        return part;
    }
}
