package dev.confab.common.relay;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.kafka.KafkaTopicConfig;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.common.stream.LogDatabase;
import dev.confab.common.stream.TestSettings;
import dev.confab.common.transaction.CallerTransaction;
import dev.confab.local.EmbeddedStack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Records from the transaction that adds them to the topic that they are for. */
@Tag("TK-02")
class RecordRelayTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int KEYS = 20;

    private LogDatabase database;
    private final String topic = "test.records." + UUID.randomUUID();
    private final List<AutoCloseable> closing = new ArrayList<>();

    @BeforeEach
    void createDatabase() throws Exception {
        database = new LogDatabase();
        RelayTest.topics().ensure(List.of(topic));
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
    void twoNodesPublishEachKeyInTheOrderInWhichItWasAdded() throws Exception {
        Relay one = started();
        Outbox outboxOfOne = outbox(one);
        add(outboxOfOne, 0, 20);
        Relay two = started();
        Outbox outboxOfTwo = outbox(two);
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(one.status().shardsHeld()).isEqualTo(8);
            assertThat(two.status().shardsHeld()).isEqualTo(8);
        });
        for (int from = 20; from < 100; from += 10) {
            add(from % 20 == 0 ? outboxOfTwo : outboxOfOne, from, from + 10);
        }
        one.close();
        add(outboxOfTwo, 100, 120);
        assertPublishedInOrder(120);
        await().atMost(LONG).untilAsserted(() -> assertThat(rowsLeft()).isZero());
    }

    @Test
    void carriesHeadersAndTombstonesAsTheyWereGiven() throws Exception {
        Outbox outbox = outbox(started());
        try (Connection connection = database.connect()) {
            outbox.add(
                    connection,
                    List.of(
                            new OutboxRecord(
                                    topic,
                                    "ann",
                                    "caf\u00e9".getBytes(StandardCharsets.UTF_8),
                                    Map.of("x-request-id", "r1", "x-city", "K\u00f6ln \ud83d\ude00")),
                            new OutboxRecord(topic, "ann", null, Map.of())));
            outbox.committed();
        }
        try (RecordReader reader = new RecordReader(topic)) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(reader.of("ann")).hasSize(2));
            ConsumerRecord<String, byte[]> first = reader.of("ann").getFirst();
            assertThat(first.value()).asString(StandardCharsets.UTF_8).isEqualTo("caf\u00e9");
            assertThat(first.headers().toArray()).hasSize(2);
            assertThat(first.headers().lastHeader("x-city").value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("K\u00f6ln \ud83d\ude00");
            assertThat(reader.of("ann").getLast().value()).isNull();
        }
    }

    @Test
    void aTransactionThatIsRolledBackPublishesNothing() throws Exception {
        Outbox outbox = outbox(started());
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            outbox.add(connection, List.of(record(0, 0)));
            connection.rollback();
        }
        outbox.committed();
        add(outbox, 1, 2);
        try (RecordReader reader = new RecordReader(topic)) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(reader.values("key-0")).isEqualTo(List.of("1")));
        }
    }

    @Test
    void aPublisherKilledBetweenPublishingAndDeletingRepeatsButNeitherLosesNorReorders() throws Exception {
        Relay dying = relay("confab.relay.lease", "3s");
        add(outbox(), 0, 10);
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement();
                RecordReader reader = new RecordReader(topic)) {
            holder.setAutoCommit(false);
            // Readers pass, deletes wait: the round has been acknowledged and is not gone when the process dies.
            statement.execute("lock table record_outbox in share mode");
            dying.start();
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(reader.values("key-" + (KEYS - 1))).hasSize(10));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(waitingDeletes()).isPositive());
            dying.die();
            database.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                    + " and wait_event_type = 'Lock'");
            holder.rollback();
        }
        assertThat(rowsLeft()).isEqualTo(10L * KEYS);
        Relay other = relay("confab.relay.lease", "3s");
        add(outbox(other), 10, 20);
        other.start();
        assertPublishedInOrder(20);
        await().atMost(LONG).untilAsserted(() -> assertThat(rowsLeft()).isZero());
        try (RecordReader reader = new RecordReader(topic)) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(reader.of("key-0")).hasSizeGreaterThanOrEqualTo(30));
        }
    }

    @Test
    void whileKafkaIsAwayRecordsWaitAndNothingIsDeletedUnacknowledged() throws Exception {
        // A relay gives a broker as long as its lease lasts.
        Relay relay = relay("confab.relay.lease", "3s");
        relay.start();
        Outbox outbox = outbox(relay);
        add(outbox, 0, 5);
        await().atMost(LONG).untilAsserted(() -> assertThat(rowsLeft()).isZero());
        EmbeddedStack.shared().kafka().kill();
        add(outbox, 5, 10);
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(relay.status().brokerReachable()).isFalse());
        assertThat(rowsLeft()).isEqualTo(5L * KEYS);
        assertThat(relay.status().running()).isTrue();
        add(outbox, 10, 15);
        EmbeddedStack.shared().kafka().start();
        assertPublishedInOrder(15);
        await().atMost(LONG).untilAsserted(() -> assertThat(rowsLeft()).isZero());
    }

    @Test
    void roundsAreBoundedByBytesAndOneLargeRecordStillPasses() throws Exception {
        Outbox outbox = outbox();
        byte[] large = new byte[200_000];
        try (Connection connection = database.connect()) {
            outbox.add(
                    connection,
                    IntStream.range(0, 10)
                            .mapToObj(i -> new OutboxRecord(topic, "one", large, Map.of("n", "" + i)))
                            .toList());
        }
        RelayStore store = new RelayStore(closing(database.pool()));
        assertThat(store.readRecords(RelayShards.ALL, 500, 1)).hasSize(1);
        assertThat(store.readRecords(RelayShards.ALL, 500, 500_000)).hasSize(3);
        assertThat(store.readRecords(RelayShards.ALL, 2, 500_000)).hasSize(2);
        relay("confab.relay.max-size", "64K").start();
        await().atMost(LONG).untilAsserted(() -> assertThat(rowsLeft()).isZero());
    }

    @Test
    void aRecordThatKafkaWouldRefuseIsRefusedBeforeItIsStored() throws Exception {
        Outbox outbox = outbox();
        try (Connection connection = database.connect()) {
            assertThatThrownBy(() -> outbox.add(
                            connection, List.of(new OutboxRecord(topic, "k", new byte[3 * 1024 * 1024], Map.of()))))
                    .isInstanceOfSatisfying(
                            ConfabException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
        }
        assertThatThrownBy(() -> new OutboxRecord("no topic", "k", null, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(rowsLeft()).isZero();
    }

    /** For each key the values from..to, each number one transaction. */
    private void add(Outbox outbox, int from, int to) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (int number = from; number < to; number++) {
                int value = number;
                outbox.add(
                        connection,
                        IntStream.range(0, KEYS)
                                .mapToObj(key -> record(key, value))
                                .toList());
                connection.commit();
                outbox.committed();
            }
        }
    }

    private OutboxRecord record(int key, int value) {
        return new OutboxRecord(
                topic, "key-" + key, Integer.toString(value).getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private void assertPublishedInOrder(int count) {
        List<String> all = IntStream.range(0, count).mapToObj(Integer::toString).toList();
        try (RecordReader reader = new RecordReader(topic)) {
            for (int key = 0; key < KEYS; key++) {
                String name = "key-" + key;
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(reader.values(name)).isEqualTo(all));
            }
        }
    }

    private long rowsLeft() throws SQLException {
        return database.number("select count(*) from record_outbox");
    }

    private long waitingDeletes() throws SQLException {
        return database.number("select count(*) from pg_stat_activity where datname = current_database()"
                + " and wait_event_type = 'Lock' and query like '%relay_delete_records%'");
    }

    private Outbox outbox(Relay... relays) {
        return new Outbox(new NoTransaction(), List.of(relays), TestSettings.of(KafkaTopicConfig.class));
    }

    private Relay started() throws Exception {
        Relay relay = relay();
        relay.start();
        return relay;
    }

    private Relay relay(String... settings) throws Exception {
        return closing(new Relay(
                closing(database.pool()),
                TestSettings.of(RelayConfig.class, settings),
                RelayTest.clients(),
                RelayTest.topics(),
                new RelayMetrics(new SimpleMeterRegistry()),
                InstantSource.system()));
    }

    private <T extends AutoCloseable> T closing(T part) {
        closing.add(part);
        return part;
    }

    /** These callers bring their own connections. */
    private static final class NoTransaction implements CallerTransaction {
        @Override
        public Connection connection() {
            throw new IllegalStateException("no transaction");
        }

        @Override
        public void afterCommit(Runnable action) {
            throw new IllegalStateException("no transaction");
        }
    }
}
