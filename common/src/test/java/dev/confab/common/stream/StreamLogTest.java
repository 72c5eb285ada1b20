package dev.confab.common.stream;

import static dev.confab.common.stream.TestNode.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.AppendResult.Appended;
import dev.confab.common.stream.AppendResult.Duplicate;
import dev.confab.common.stream.AppendResult.UnknownStream;
import dev.confab.common.stream.StreamStore.IdentifiedRequest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamLogTest {
    private static final UUID ALICE = UUID.randomUUID();

    private LogDatabase database;
    private final List<TestNode> nodes = new ArrayList<>();

    @BeforeEach
    void createDatabase() throws Exception {
        database = new LogDatabase();
    }

    @AfterEach
    void dropDatabase() throws Exception {
        nodes.forEach(TestNode::close);
        database.close();
    }

    @Test
    void appendsOfTwoNodesAreNumberedWithoutGapsOrDeadlocks() throws Exception {
        TestNode one = node();
        TestNode two = node("confab.stream.append.lanes", "3");
        List<UUID> streams = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            streams.add(database.newStream(StreamKind.ROOM, "room" + i));
        }
        List<CompletableFuture<AppendResult>> results = new ArrayList<>();
        Random random = new Random(42);
        for (int i = 0; i < 4000; i++) {
            UUID stream = streams.get(random.nextInt(streams.size()));
            TestNode node = random.nextBoolean() ? one : two;
            results.add(node.append(message(stream, ALICE, random.nextBoolean() ? "c" + i : null, "text " + i)));
        }
        Set<UUID> acknowledged = new HashSet<>();
        for (CompletableFuture<AppendResult> result : results) {
            acknowledged.add(((Appended) result.join()).event().eventId());
        }
        assertThat(acknowledged).hasSize(4000);
        for (UUID stream : streams) {
            List<StreamEvent> stored = one.log.read(stream, 0, 10_000);
            assertThat(stored)
                    .extracting(StreamEvent::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, stored.size()).boxed().toList());
            assertThat(stored).extracting(StreamEvent::time).isSorted();
            assertThat(acknowledged)
                    .containsAll(stored.stream().map(StreamEvent::eventId).toList());
            assertThat(two.log.positions(streams).get(stream))
                    .isEqualTo(stored.getLast().position());
        }
        assertThat(database.number("select count(*) from stream_event")).isEqualTo(4000);
        assertThat(database.number("select sum(to_seq - from_seq + 1) from stream_outbox"))
                .isEqualTo(4000);
        assertThat(database.number(
                        "select count(*) from stream_event e where not exists (select from stream_outbox o where"
                                + " o.stream_id = e.stream_id and e.seq between o.from_seq and o.to_seq)"))
                .isZero();
    }

    @Test
    void callsOfOneThreadAreStoredInTheirOrder() throws Exception {
        TestNode node = node();
        UUID stream = database.newStream(StreamKind.ROOM, "r");
        List<CompletableFuture<AppendResult>> results = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            results.add(node.append(message(stream, ALICE, null, "t" + i)));
        }
        assertThat(results)
                .extracting(result -> ((Appended) result.join()).event().seq())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1500).boxed().toList());
    }

    @Test
    void repeatsThatRaceOnTwoNodesAreStoredOnce() throws Exception {
        TestNode one = node();
        TestNode two = node();
        UUID stream = database.newStream(StreamKind.ROOM, "r");
        UUID other = database.newStream(StreamKind.ROOM, "other");
        for (int round = 0; round < 50; round++) {
            List<CompletableFuture<AppendResult>> results = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                results.add((i % 2 == 0 ? one : two).append(message(stream, ALICE, "same" + round, "try " + i)));
            }
            // The same id of another author or in another stream is another message.
            assertThat(one.appendAndWait(message(stream, UUID.randomUUID(), "same" + round, "x")))
                    .isInstanceOf(Appended.class);
            assertThat(one.appendAndWait(message(other, ALICE, "same" + round, "x")))
                    .isInstanceOf(Appended.class);
            List<StreamEvent> events = new ArrayList<>();
            int appended = 0;
            for (CompletableFuture<AppendResult> result : results) {
                switch (result.join()) {
                    case Appended(StreamEvent event) -> {
                        appended++;
                        events.add(event);
                    }
                    case Duplicate(StreamEvent original) -> events.add(original);
                    case UnknownStream unknown -> throw new AssertionError(unknown);
                }
            }
            assertThat(appended).isEqualTo(1);
            assertThat(events).allSatisfy(event -> {
                assertThat(event.eventId()).isEqualTo(events.getFirst().eventId());
                assertThat(event.seq()).isEqualTo(events.getFirst().seq());
                assertThat(event.time()).isEqualTo(events.getFirst().time());
                assertThat(event.data()).isEqualTo(events.getFirst().data());
            });
        }
        assertThat(database.number("select last_seq from stream where name = 'r'"))
                .isEqualTo(100);
    }

    @Test
    void anUnknownStreamIsAnsweredAndNothingElseSuffers() throws Exception {
        TestNode node = node();
        UUID stream = database.newStream(StreamKind.USER, "alice");
        UUID unknown = UUID.randomUUID();
        CompletableFuture<AppendResult> first = node.append(message(stream, ALICE, "a", "one"));
        CompletableFuture<AppendResult> second = node.append(message(unknown, ALICE, "a", "two"));
        CompletableFuture<AppendResult> third = node.append(message(stream, ALICE, "b", "three"));
        assertThat(second.join()).isEqualTo(new UnknownStream(unknown));
        assertThat(((Appended) first.join()).event().streamName()).isEqualTo("alice");
        assertThat(((Appended) third.join()).event().seq()).isEqualTo(2);
    }

    @Test
    void contentThatTheDatabaseRefusesFailsAlone() throws Exception {
        TestNode node = node();
        UUID stream = database.newStream(StreamKind.ROOM, "r");
        List<CompletableFuture<AppendResult>> good = new ArrayList<>();
        List<CompletableFuture<AppendResult>> bad = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            if (i % 97 == 13) {
                bad.add(node.append(with(stream, "{\"text\": \"\\u0000\"}")));
                bad.add(node.append(with(stream, "{\"text\":")));
                bad.add(node.append(with(stream, "[1]")));
                bad.add(node.append(with(stream, "{\"text\": \"\\ud800\"}")));
            }
            good.add(node.append(message(stream, ALICE, "c" + i, "text " + i)));
        }
        assertThat(bad)
                .allSatisfy(result -> assertThatThrownBy(result::join)
                        .cause()
                        .isInstanceOfSatisfying(
                                ConfabException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST)));
        assertThat(good)
                .extracting(result -> ((Appended) result.join()).event().seq())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 300).boxed().toList());
    }

    @Test
    void textThatWouldNotSurviveIsRefusedAtOnce() throws Exception {
        TestNode node = node();
        UUID stream = database.newStream(StreamKind.ROOM, "r");
        for (String text : List.of("a\u0000b", "half \ud83d", "\ude00 half", "\ude00\ud83d")) {
            assertThatThrownBy(() -> node.appendAndWait(message(stream, ALICE, "c", text)))
                    .isInstanceOfSatisfying(
                            ConfabException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
        }
        String whole = "smile \ud83d\ude00, \u00e9 'quote' {}\\\\ \\\"";
        node.appendAndWait(message(stream, ALICE, "d", whole));
        assertThat(node.log.read(stream, 0, 5).getFirst().data()).isEqualTo("{\"text\": \"" + whole + "\"}");
    }

    @Test
    void aRepeatedTryOfACommitThatWentUnnoticedStoresNothingTwice() throws Exception {
        TestNode node = node();
        UUID stream = database.newStream(StreamKind.ROOM, "r");
        StreamStore store = new StreamStore(node.pool);
        List<IdentifiedRequest> batch = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            batch.add(new IdentifiedRequest(
                    UUID.randomUUID(), message(stream, ALICE, i % 2 == 0 ? "c" + i : null, "t" + i)));
        }
        try (Connection connection = node.pool.getConnection()) {
            List<AppendResult> first = store.append(connection, batch, false);
            assertThat(store.append(connection, batch, true)).isEqualTo(first).allMatch(Appended.class::isInstance);
        }
        assertThat(database.number("select count(*) from stream_event")).isEqualTo(10);
        assertThat(database.number("select count(*) from stream_outbox")).isEqualTo(1);
    }

    @Test
    void aRepeatAmongNewRequestsIsFoundAndTheOthersAreStored() throws Exception {
        TestNode node = node();
        UUID one = database.newStream(StreamKind.ROOM, "one");
        UUID two = database.newStream(StreamKind.ROOM, "two");
        StreamStore store = new StreamStore(node.pool);
        try (Connection connection = node.pool.getConnection()) {
            StreamEvent original = ((Appended) store.append(connection, List.of(identified(one, "a")), false)
                            .getFirst())
                    .event();
            List<AppendResult> results = store.append(
                    connection,
                    List.of(
                            identified(one, "b"),
                            identified(one, "a"),
                            identified(two, "a"),
                            identified(UUID.randomUUID(), "a"),
                            identified(one, "c")),
                    false);

            assertThat(results.get(0))
                    .isInstanceOfSatisfying(
                            Appended.class,
                            stored -> assertThat(stored.event().seq()).isEqualTo(2));
            assertThat(results.get(1)).isEqualTo(new Duplicate(original));
            assertThat(results.get(2))
                    .isInstanceOfSatisfying(
                            Appended.class,
                            stored -> assertThat(stored.event().seq()).isEqualTo(1));
            assertThat(results.get(3)).isInstanceOf(UnknownStream.class);
            assertThat(results.get(4))
                    .isInstanceOfSatisfying(
                            Appended.class,
                            stored -> assertThat(stored.event().seq()).isEqualTo(3));
            assertThat(node.log.read(one, 0, 10)).contains(original).hasSize(3);
        }
        assertThat(database.number("select sum(to_seq - from_seq + 1) from stream_outbox"))
                .isEqualTo(4);
    }

    private static IdentifiedRequest identified(UUID stream, String clientId) {
        return new IdentifiedRequest(UUID.randomUUID(), message(stream, ALICE, clientId, "t"));
    }

    @Test
    void aFullQueueRefusesAndSaysWhenToTryAgain() throws Exception {
        TestNode node = node("confab.stream.append.queue-length", "5", "confab.stream.append.max-batch", "1");
        UUID stream = database.newStream(StreamKind.ROOM, "r");
        List<CompletableFuture<AppendResult>> results = new ArrayList<>();
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select from stream for update");
            for (int i = 0; i < 20; i++) {
                results.add(node.append(message(stream, ALICE, "c" + i, "t")));
            }
            assertThat(results.stream()
                            .filter(CompletableFuture::isCompletedExceptionally)
                            .count())
                    .isBetween(14L, 15L);
            holder.rollback();
        }
        int stored = 0;
        for (CompletableFuture<AppendResult> result : results) {
            try {
                result.join();
                stored++;
            } catch (CompletionException refused) {
                assertThat(refused.getCause()).isInstanceOfSatisfying(ConfabException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
                    assertThat(e.retryAfter()).isPositive();
                });
            }
        }
        assertThat(database.number("select count(*) from stream_event")).isEqualTo(stored);
    }

    @Test
    void aStreamThatSomebodyElseHoldsDelaysOnlyItself() throws Exception {
        TestNode node = node("confab.stream.append.lock-timeout", "100ms");
        UUID held = database.newStream(StreamKind.ROOM, "held");
        UUID free = database.newStream(StreamKind.ROOM, "free");
        try (Connection holder = database.connect();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select from stream where name = 'held' for update");
            CompletableFuture<AppendResult> first = node.append(message(held, ALICE, "a", "t"));
            CompletableFuture<AppendResult> second = node.append(message(held, ALICE, "b", "t"));
            CompletableFuture<AppendResult> other = node.append(message(free, ALICE, "a", "t"));
            assertThat(other.join()).isInstanceOf(Appended.class);
            for (CompletableFuture<AppendResult> result : List.of(first, second)) {
                assertThatThrownBy(result::join)
                        .cause()
                        .isInstanceOfSatisfying(
                                ConfabException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
            }
            holder.rollback();
        }
        assertThat(node.appendAndWait(message(held, ALICE, "a", "t"))).isInstanceOf(Appended.class);
    }

    @Test
    void stoppingFinishesWhatIsQueuedAndRefusesTheRest() throws Exception {
        TestNode node = node();
        UUID stream = database.newStream(StreamKind.ROOM, "r");
        List<CompletableFuture<AppendResult>> results = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            results.add(node.append(message(stream, ALICE, "c" + i, "t")));
        }
        node.log.close();
        assertThat(results)
                .allSatisfy(result -> assertThat(result).isCompletedWithValueMatching(Appended.class::isInstance));
        assertThatThrownBy(() -> node.appendAndWait(message(stream, ALICE, "late", "t")))
                .isInstanceOfSatisfying(
                        ConfabException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void anEventOfACallersTransactionIsDistributedAfterItsCommitOnly() throws Exception {
        List<StreamEvent> heard = new CopyOnWriteArrayList<>();
        TestNode node = new TestNode(database, List.of(heard::addAll));
        nodes.add(node);
        UUID stream = UUID.randomUUID();
        StreamEvent event = node.inTransaction(() -> {
            node.log.create(stream, StreamKind.ROOM, "lobby");
            StreamEvent created = node.log.appendInTransaction(with(stream, "{\"name\": \"lobby\"}"));
            assertThat(heard).isEmpty();
            return created;
        });
        assertThat(event.seq()).isEqualTo(1);
        assertThat(heard).containsExactly(event);

        assertThatThrownBy(() -> node.inTransaction(() -> {
                    node.log.appendInTransaction(with(stream, "{}"));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThat(heard).containsExactly(event);
        assertThat(node.log.read(stream, 0, 10))
                .extracting(StreamEvent::eventId)
                .containsExactly(event.eventId());
        assertThat(database.number("select count(*) from stream_outbox")).isEqualTo(1);
    }

    @Test
    void readsBackwardsByType() throws Exception {
        TestNode node = node();
        UUID stream = database.newStream(StreamKind.ROOM, "r");
        node.appendAndWait(with(stream, "{}"));
        for (int i = 0; i < 5; i++) {
            node.appendAndWait(message(stream, ALICE, "c" + i, "t" + i));
        }
        assertThat(node.log.readBackwards(stream, "message.posted", Long.MAX_VALUE, 3))
                .extracting(StreamEvent::seq)
                .containsExactly(6L, 5L, 4L);
        assertThat(node.log.readBackwards(stream, "message.posted", 4, 10))
                .extracting(StreamEvent::seq)
                .containsExactly(3L, 2L);
    }

    @Test
    void timeNeverGoesBackWithinAStream() throws Exception {
        TestNode node = node();
        UUID stream = database.newStream(StreamKind.ROOM, "r");
        database.execute("update stream set last_at = '2100-01-01T00:00:00.123Z'");
        assertThat(((Appended) node.appendAndWait(message(stream, ALICE, "a", "t")))
                        .event()
                        .time())
                .isEqualTo(Instant.parse("2100-01-01T00:00:00.123Z"));
    }

    private TestNode node(String... settings) throws Exception {
        TestNode node = new TestNode(database, List.of(), settings);
        nodes.add(node);
        return node;
    }

    private static AppendRequest with(UUID stream, String data) {
        return new AppendRequest(stream, "some.thing", null, null, null, data, null);
    }
}
