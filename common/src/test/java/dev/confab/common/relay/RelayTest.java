package dev.confab.common.relay;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.event.EventTopics;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.KafkaTopicConfig;
import dev.confab.common.kafka.TopicCreator;
import dev.confab.common.layer.Layer;
import dev.confab.common.stream.AppendResult;
import dev.confab.common.stream.LogDatabase;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamKind;
import dev.confab.common.stream.TestNode;
import dev.confab.common.stream.TestSettings;
import dev.confab.local.EmbeddedStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
    private static final UUID ALICE = UUID.randomUUID();
    private static final Duration LONG = Duration.ofSeconds(60);

    private LogDatabase database;
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final List<UUID> streams = new ArrayList<>();

    @BeforeEach
    void createDatabase() throws Exception {
        database = new LogDatabase();
        for (int i = 0; i < 20; i++) {
            streams.add(database.newStream(StreamKind.ROOM, "room" + i));
        }
        topics().ensure(EventTopics.of(List.of(StreamKind.values())));
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
    void publishesEachStreamInItsOrderAndDeletesWhatIsAcknowledged() throws Exception {
        Relay relay = relay();
        TestNode node = node(relay);
        relay.start();
        List<StreamEvent> stored = append(node, 1000);
        try (TopicReader reader = new TopicReader(streams)) {
            assertPublished(reader, 50);
            StreamEvent first = stored.getFirst();
            StreamEvent published = reader.of(first.streamId()).getFirst();
            assertThat(published.eventId()).isEqualTo(first.eventId());
            assertThat(published.requestId()).isEqualTo(first.requestId());
            assertThat(published.traceParent()).isNotNull().isEqualTo(first.traceParent());
        }
        // The notes go first.
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(notesLeft()).isZero();
            assertThat(relay.status().shardsHeld()).isEqualTo(16);
            assertThat(relay.status().lastPublished()).isNotNull();
        });
    }

    @Test
    void nodesShareTheWorkAndHandItOverWithoutLosingOrder() throws Exception {
        Relay one = relay();
        TestNode nodeOne = node(one);
        one.start();
        append(nodeOne, 500);
        Relay two = relay();
        TestNode nodeTwo = node(two);
        two.start();
        List<CompletableFuture<AppendResult>> more = new ArrayList<>();
        await().atMost(LONG).untilAsserted(() -> {
            more.add(nodeOne.append(TestNode.message(streams.getFirst(), ALICE, null, "meanwhile")));
            assertThat(one.status().shardsHeld()).isEqualTo(8);
            assertThat(two.status().shardsHeld()).isEqualTo(8);
        });
        more.forEach(CompletableFuture::join);
        append(nodeTwo, 500);
        one.close();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(two.status().shardsHeld()).isEqualTo(16));
        append(nodeTwo, 200);
        await().atMost(LONG).untilAsserted(() -> assertThat(notesLeft()).isZero());
        try (TopicReader reader = new TopicReader(streams)) {
            for (UUID stream : streams) {
                long last = database.number("select last_seq from stream where id = '" + stream + "'");
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(reader.seqs(stream)).isEqualTo(upTo(last)));
            }
        }
    }

    @Test
    void whatANodeWithoutShardsStoresIsPublishedByThoseThatHaveThem() throws Exception {
        List<Relay> relays = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            // Nobody looks without being told to.
            Relay relay = relay("confab.relay.poll-interval", "1h");
            relays.add(relay);
            relay.start();
        }
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(relays)
                        .extracting(relay -> relay.status().shardsHeld())
                        .containsExactlyInAnyOrder(4, 4, 4, 4, 0));
        Relay without = relays.stream()
                .filter(relay -> relay.status().shardsHeld() == 0)
                .findFirst()
                .orElseThrow();
        TestNode node = node(without);
        append(node, 100);
        try (TopicReader reader = new TopicReader(streams)) {
            assertPublished(reader, 5);
            assertThat(without.status().lastPublished()).isNull();

            relays.stream().filter(relay -> relay != without).forEach(Relay::close);
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(without.status().shardsHeld()).isEqualTo(16));
            append(node, 100);
            assertPublished(reader, 10);
        }
    }

    @Test
    void aNodeThatDiesBetweenCommitAndPublishingIsCoveredByAnother() throws Exception {
        Relay dying = relay("confab.relay.lease", "3s");
        TestNode node = node(dying);
        dying.start();
        append(node, 100);
        await().atMost(LONG).untilAsserted(() -> assertThat(notesLeft()).isZero());
        dying.die();
        append(node, 100);
        assertThat(notesLeft()).isPositive();
        relay("confab.relay.lease", "3s").start();
        try (TopicReader reader = new TopicReader(streams)) {
            assertPublished(reader, 10);
        }
        await().atMost(LONG).untilAsserted(() -> assertThat(notesLeft()).isZero());
    }

    @Test
    void whileKafkaIsAwayNothingIsLostAndAppendsGoOn() throws Exception {
        // A relay gives a broker as long as its lease lasts.
        Relay relay = relay("confab.relay.lease", "3s");
        TestNode node = node(relay);
        relay.start();
        append(node, 100);
        await().atMost(LONG).untilAsserted(() -> assertThat(notesLeft()).isZero());
        EmbeddedStack.shared().kafka().kill();
        append(node, 300);
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(relay.status().brokerReachable()).isFalse());
        assertThat(notesLeft()).isPositive();
        append(node, 100);
        EmbeddedStack.shared().kafka().start();
        try (TopicReader reader = new TopicReader(streams)) {
            assertPublished(reader, 25);
        }
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(notesLeft()).isZero();
            assertThat(relay.status().brokerReachable()).isTrue();
        });
    }

    @Test
    void stopsWhenItsLeaseCannotBeRenewed() throws Exception {
        Relay relay = relay("confab.relay.lease", "3s");
        TestNode node = node(relay);
        relay.start();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(relay.status().shardsHeld()).isEqualTo(16));
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table relay_lease in access exclusive mode");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(relay.status().shardsHeld()).isZero());
            append(node, 20);
            assertThat(notesLeft()).isPositive();
            holder.rollback();
        }
        await().atMost(LONG).untilAsserted(() -> assertThat(notesLeft()).isZero());
    }

    @Test
    void anEventThatIsNoLongerKeptDoesNotBlockTheOthers() throws Exception {
        TestNode node = node();
        append(node, 20);
        database.execute("delete from stream_event where stream_id = '" + streams.get(3) + "'");
        relay().start();
        await().atMost(LONG).untilAsserted(() -> assertThat(notesLeft()).isZero());
    }

    @Test
    void notesOfEventsThatAreNoLongerKeptGoByThemselves() throws Exception {
        append(node(), 20);
        database.execute("delete from stream_event");
        relay().start();
        await().atMost(LONG).untilAsserted(() -> assertThat(notesLeft()).isZero());
    }

    private List<StreamEvent> append(TestNode node, int count) {
        List<CompletableFuture<AppendResult>> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(node.append(TestNode.message(
                    streams.get(i % streams.size()), ALICE, UUID.randomUUID().toString(), "t" + i)));
        }
        return results.stream()
                .map(result -> ((AppendResult.Appended) result.join()).event())
                .toList();
    }

    private void assertPublished(TopicReader reader, long perStream) {
        for (UUID stream : streams) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(reader.seqs(stream)).isEqualTo(upTo(perStream)));
        }
    }

    private long notesLeft() throws Exception {
        return database.number("select count(*) from stream_outbox");
    }

    private Relay relay(String... settings) throws Exception {
        Relay relay = new Relay(
                closing(database.pool()),
                TestSettings.of(RelayConfig.class, settings),
                clients(),
                topics(),
                new RelayMetrics(new SimpleMeterRegistry()),
                InstantSource.system());
        return closing(relay);
    }

    private TestNode node(Relay... relays) throws Exception {
        return closing(new TestNode(database, List.of(relays)));
    }

    static Map<String, Object> broker() {
        return Map.of("bootstrap.servers", EmbeddedStack.shared().kafka().bootstrapServers());
    }

    static KafkaClients clients() {
        return new KafkaClients(broker(), TestSettings.of(KafkaTopicConfig.class), Layer.KAFKA);
    }

    static TopicCreator topics() {
        return new TopicCreator(clients(), TestSettings.of(KafkaTopicConfig.class));
    }

    private <T extends AutoCloseable> T closing(T part) {
        closing.add(part);
        return part;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
