package dev.confab.common.relay;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.event.EventTopics;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.KafkaTopicConfig;
import dev.confab.common.layer.ChannelLayer;
import dev.confab.common.layer.Layer;
import dev.confab.common.layer.LayerConfig;
import dev.confab.common.layer.LayerTakenException;
import dev.confab.common.stream.AppendResult;
import dev.confab.common.stream.LogDatabase;
import dev.confab.common.stream.StreamKind;
import dev.confab.common.stream.TestNode;
import dev.confab.common.stream.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One node without Kafka: that it stays the only one, what it leaves behind, and what becomes of that with Kafka. */
@Tag("CH-09")
class LocalLayerTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int EVENTS = 1_203;

    private LogDatabase database;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final List<UUID> streams = new ArrayList<>();
    private final List<String> losses = new CopyOnWriteArrayList<>();

    @BeforeEach
    void createDatabase() throws Exception {
        database = new LogDatabase();
        try (InputStream script =
                Objects.requireNonNull(ChannelLayer.class.getResourceAsStream("/db/stream/V0_7__local_layer.sql"))) {
            database.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        for (int i = 0; i < 3; i++) {
            streams.add(database.newStream(StreamKind.ROOM, "room" + i));
        }
        RelayTest.topics().ensure(List.of(EventTopics.CHAT, EventTopics.ACCOUNTS));
    }

    @AfterEach
    void dropDatabase() throws Exception {
        for (AutoCloseable part : closing.reversed()) {
            part.close();
        }
        database.close();
    }

    @Test
    void nothingPilesUpAndWithKafkaOneDayAllIsPublishedInOrder() throws Exception {
        ChannelLayer local =
                entered("confab.layer", "local", "confab.layer.interval", "20ms", "confab.layer.lease", "60s");
        TestNode node = closing(new TestNode(database, List.of()));
        append(node, EVENTS);
        String account = UUID.randomUUID().toString();
        for (int version = 1; version <= 5; version++) {
            addRecord(EventTopics.ACCOUNTS, account, "version " + version);
        }
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(database.number("select count(*) from stream_outbox")).isZero();
            assertThat(database.number("select count(*) from record_outbox")).isZero();
        });
        append(node, EVENTS);
        addRecord(EventTopics.ACCOUNTS, account, "version 6");
        local.close();

        assertThat(database.column("select from_seq || '-' || to_seq from stream_withheld"))
                .containsOnly("1-" + 2 * EVENTS / 3);
        assertThat(database.column("select convert_from(value, 'UTF8') from record_withheld"))
                .containsExactly("version 6");

        // A node that was halted and does not know yet that its place is gone.
        append(node, 3);
        var _ = entered("confab.layer", "kafka");
        Relay relay = closing(new Relay(
                closing(database.pool()),
                TestSettings.of(RelayConfig.class),
                RelayTest.clients(),
                RelayTest.topics(),
                new RelayMetrics(new SimpleMeterRegistry()),
                InstantSource.system()));
        TestNode later = closing(new TestNode(database, List.of(relay)));
        append(later, 3);
        relay.start();
        List<Long> all = LongStream.rangeClosed(1, 2 * EVENTS / 3 + 2).boxed().toList();
        try (TopicReader events = new TopicReader(streams);
                RecordReader accounts = new RecordReader(EventTopics.ACCOUNTS)) {
            for (UUID stream : streams) {
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(events.seqs(stream)).isEqualTo(all));
            }
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(accounts.values(account)).containsExactly("version 6"));
        }
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(database.number("select count(*) from stream_outbox"))
                        .isZero());
    }

    @Test
    void whatNobodyReadsIsDiscardedWhenItIsTooMuchAndCounted() throws Exception {
        for (int number = 0; number < 10; number++) {
            addRecord("test.others", "key", "value " + number);
        }
        var _ = entered(
                "confab.layer", "local",
                "confab.layer.interval", "20ms",
                "confab.layer.lease", "300ms",
                "confab.layer.capacity", "3");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                database.column("select convert_from(value, 'UTF8') from record_withheld order by id"))
                        .containsExactly("value 7", "value 8", "value 9"));
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(meters.get("confab.layer.discarded")
                            .tag("reason", "capacity")
                            .counter()
                            .count())
                    .isEqualTo(7);
            assertThat(meters.get("confab.layer.withheld").gauge().value()).isEqualTo(3);
        });
    }

    @Test
    void whatNobodyReadsIsDiscardedWhenItIsTooOldAndCounted() throws Exception {
        addRecord("test.others", "key", "old");
        var _ = entered(
                "confab.layer", "local",
                "confab.layer.interval", "20ms",
                "confab.layer.lease", "300ms",
                "confab.layer.expiry", "0s");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(meters.get("confab.layer.discarded")
                                .tag("reason", "expired")
                                .counter()
                                .count())
                        .isEqualTo(1));
    }

    @Test
    void aSecondNodeIsRefusedWhicheverItsLayerUntilTheFirstHasGone() throws Exception {
        ChannelLayer first = entered("confab.layer", "local", "confab.layer.lease", "60s");
        ChannelLayer second = layer("confab.layer", "local", "confab.layer.lease", "300ms");
        assertThatThrownBy(second::enter)
                .isInstanceOf(LayerTakenException.class)
                .hasMessageContaining("there can be only one");
        ChannelLayer clustered = layer("confab.layer", "kafka", "confab.layer.lease", "300ms");
        assertThatThrownBy(clustered::enter)
                .isInstanceOf(LayerTakenException.class)
                .hasMessageContaining("Stop it first");
        assertThat(first.isHeld()).isTrue();

        first.close();
        second.enter();
        second.close();
        assertThat(entered("confab.layer", "local", "confab.layer.lease", "60s").isHeld())
                .isTrue();
    }

    @Test
    void aNodeThatDiedLeavesItsPlaceWhenItsLeaseEnds() throws Exception {
        database.execute("update layer_local set node = 'dead', expires_at = clock_timestamp() + interval '1 second'");
        ChannelLayer next = entered("confab.layer", "local");
        assertThat(next.isHeld()).isTrue();
    }

    @Test
    void aNodeBesideWhichOneWithKafkaStartsEndsItself() throws Exception {
        // It looks when a third of its lease has passed.
        ChannelLayer local =
                entered("confab.layer", "local", "confab.layer.interval", "20ms", "confab.layer.lease", "9s");
        assertThat(local.isHeld()).isTrue();
        database.execute("insert into relay_node values ('another', clock_timestamp() + interval '1 minute')");
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(losses).singleElement().asString().contains("all nodes need the same layer"));
        assertThat(local.isHeld()).isFalse();
    }

    @Test
    void withoutKafkaNoClientOfItIsMade() {
        KafkaClients clients =
                new KafkaClients(RelayTest.broker(), TestSettings.of(KafkaTopicConfig.class), Layer.LOCAL);
        assertThatThrownBy(clients::orderedProducer).hasMessageContaining("confab.layer=local");
        assertThatThrownBy(clients::groupless).hasMessageContaining("confab.layer=local");
    }

    private void append(TestNode node, int count) {
        List<CompletableFuture<AppendResult>> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(node.append(
                    TestNode.message(streams.get(i % streams.size()), UUID.randomUUID(), null, "text " + i)));
        }
        results.forEach(result -> assertThat(result.join()).isInstanceOf(AppendResult.Appended.class));
    }

    private void addRecord(String topic, String key, String value) throws Exception {
        database.execute(
                "insert into record_outbox (shard, topic, key, value) values (record_shard('%s'), '%s', '%s', '%s')"
                        .formatted(key, topic, key, value));
    }

    private ChannelLayer entered(String... settings) throws Exception {
        ChannelLayer layer = layer(settings);
        layer.enter();
        return layer;
    }

    private ChannelLayer layer(String... settings) throws Exception {
        return closing(new ChannelLayer(
                closing(database.pool()), TestSettings.of(LayerConfig.class, settings), meters, losses::add));
    }

    private <T extends AutoCloseable> T closing(T part) {
        closing.add(part);
        return part;
    }
}
