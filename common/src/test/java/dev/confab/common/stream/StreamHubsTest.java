package dev.confab.common.stream;

import static dev.confab.common.stream.TestNode.message;
import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.AppendResult.Appended;
import dev.confab.common.stream.SubscriptionStart.After;
import dev.confab.common.stream.SubscriptionStart.FromNow;
import dev.confab.common.stream.SubscriptionStart.Newest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamHubsTest {
    private static final UUID ALICE = UUID.randomUUID();

    private LogDatabase database;
    private TestNode writer;
    private StreamHubs hubs;
    private UUID stream;
    private final List<AutoCloseable> closing = new ArrayList<>();

    @BeforeEach
    void createDatabase() throws Exception {
        database = new LogDatabase();
        writer = closing(new TestNode(database, List.of()));
        stream = database.newStream(StreamKind.ROOM, "lobby");
        hubs = hubs("confab.stream.hub.position-check", "300ms");
    }

    @AfterEach
    void dropDatabase() throws Exception {
        for (AutoCloseable part : closing.reversed()) {
            part.close();
        }
        database.close();
    }

    /**
     * Another node's commits reach this one shuffled, doubled and partly not at all, while subscribers come, leave and
     * come back with their position at random moments.
     */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void eachSubscriberGetsEachEventOnceAndInOrder(long seed) throws Exception {
        Random random = new Random(seed);
        int count = 600;
        StreamHubs small = hubs(
                "confab.stream.hub.position-check",
                "100ms",
                "confab.stream.hub.page-size",
                "7",
                "confab.stream.hub.recent-events",
                "16",
                "confab.stream.hub.max-waiting",
                "20",
                "confab.stream.hub.linger",
                "10ms");
        List<Future<List<String>>> readers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                long readerSeed = random.nextLong();
                readers.add(threads.submit(() -> readWithInterruptions(small, new Random(readerSeed), count)));
            }
            List<StreamEvent> onTheWay = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                onTheWay.add(append("text " + i));
                if (random.nextInt(10) == 0) {
                    Collections.shuffle(onTheWay, random);
                    onTheWay.removeIf(lost -> random.nextInt(6) == 0);
                    onTheWay.forEach(small::offer);
                    if (random.nextBoolean()) {
                        onTheWay.clear();
                    }
                }
            }
            for (Future<List<String>> reader : readers) {
                assertThat(reader.get()).isEmpty();
            }
        }
    }

    /** Reads 1..count over several subscriptions; returns what was wrong. */
    private List<String> readWithInterruptions(StreamHubs from, Random random, int count) {
        List<String> violations = new ArrayList<>();
        long seen = 0;
        String epoch = writer.log.positions(List.of(stream)).get(stream).epoch();
        while (seen < count) {
            RecordingSubscriber subscriber = new RecordingSubscriber();
            StreamSubscription subscription =
                    from.subscribe(stream, new After(new StreamPosition(epoch, seen), 0), subscriber);
            if (!subscription.recovered() || subscription.from() != seen + 1) {
                violations.add("not continued at " + seen + " but at " + subscription.from());
                return violations;
            }
            subscription.start();
            long enough = Math.min(count, seen + 1 + random.nextInt(120));
            long last = seen;
            await().until(() -> last + subscriber.events.size() >= enough);
            subscription.close();
            List<StreamEvent> events = List.copyOf(subscriber.events);
            violations.addAll(subscriber.violations);
            for (StreamEvent event : events) {
                if (event.seq() != ++seen) {
                    violations.add("seq " + event.seq() + " instead of " + seen);
                    return violations;
                }
            }
        }
        return violations;
    }

    @Test
    void ownCommitsReachTheNodesSubscribersWithoutAnythingElse() throws Exception {
        StreamHubs local = hubs("confab.stream.hub.position-check", "1h");
        TestNode node = closing(new TestNode(database, List.of(local)));
        List<RecordingSubscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            subscribers.add(subscribed(local, new FromNow()));
        }
        List<CompletableFuture<AppendResult>> results = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            results.add(node.append(message(stream, ALICE, "c" + i, "t" + i)));
        }
        results.forEach(CompletableFuture::join);
        for (RecordingSubscriber subscriber : subscribers) {
            await().untilAsserted(() -> assertThat(subscriber.seqs()).isEqualTo(upTo(500)));
            assertThat(subscriber.violations).isEmpty();
        }
    }

    @Test
    void anEventThatNobodyAnnouncedIsFoundByTheComparisonWithTheDatabase() throws Exception {
        RecordingSubscriber subscriber = subscribed(hubs, new FromNow());
        append("one");
        append("two");
        await().untilAsserted(() -> assertThat(subscriber.seqs()).containsExactly(1L, 2L));
    }

    @Test
    void startsWhereItIsAskedTo() throws Exception {
        for (int i = 0; i < 10; i++) {
            append("t" + i);
        }
        String epoch = writer.log.positions(List.of(stream)).get(stream).epoch();
        assertThat(subscribed(hubs, new FromNow()).seqs()).isEmpty();
        assertDelivered(new Newest(3), 8, false, 10);
        assertDelivered(new Newest(100), 1, false, 10);
        assertDelivered(new After(new StreamPosition(epoch, 4), 2), 5, true, 10);
        assertDelivered(new After(new StreamPosition(epoch, 10), 2), 11, true, 10);
        assertDelivered(new After(new StreamPosition(epoch, 11), 2), 9, false, 10);
        assertDelivered(new After(new StreamPosition("other", 4), 2), 9, false, 10);
        // Stored by another node, and this one has not heard of it yet.
        append("unheard");
        assertDelivered(new After(new StreamPosition(epoch, 11), 0), 12, true, 11);
        database.execute("update stream set first_seq = 6");
        StreamHubs afresh = hubs();
        assertThat(afresh.subscribe(stream, new After(new StreamPosition(epoch, 5), 0), new RecordingSubscriber())
                        .recovered())
                .isTrue();
        assertThat(afresh.subscribe(stream, new After(new StreamPosition(epoch, 4), 0), new RecordingSubscriber())
                        .recovered())
                .isFalse();
    }

    private void assertDelivered(SubscriptionStart start, long from, boolean recovered, long top) {
        RecordingSubscriber subscriber = new RecordingSubscriber();
        StreamSubscription subscription = hubs.subscribe(stream, start, subscriber);
        assertThat(subscription.from()).isEqualTo(from);
        assertThat(subscription.recovered()).isEqualTo(recovered);
        assertThat(subscription.top().seq()).isEqualTo(top);
        assertThat(subscriber.events).isEmpty();
        subscription.start();
        await().untilAsserted(() -> assertThat(subscriber.seqs())
                .isEqualTo(LongStream.rangeClosed(from, top).boxed().toList()));
        subscription.close();
    }

    @Test
    void catchingUpGoesAsFastAsTheReceiverTakesIt() throws Exception {
        for (int i = 0; i < 100; i++) {
            append("t" + i);
        }
        StreamHubs paging = hubs("confab.stream.hub.page-size", "10", "confab.stream.hub.recent-events", "1");
        RecordingSubscriber slow = new RecordingSubscriber();
        slow.capacity.drainPermits();
        StreamSubscription subscription = paging.subscribe(stream, new Newest(100), slow);
        subscription.start();
        slow.capacity.release(5);
        await().untilAsserted(() -> {
            assertThat(slow.seqs()).isEqualTo(upTo(4));
            assertThat(slow.capacity.hasQueuedThreads()).isTrue();
        });
        slow.capacity.release(1000);
        await().untilAsserted(() -> assertThat(slow.seqs()).isEqualTo(upTo(100)));
    }

    @Test
    void aSubscriberThatFailsEndsAloneAndIsTold() throws Exception {
        RecordingSubscriber good = subscribed(hubs, new FromNow());
        RecordingSubscriber bad = new RecordingSubscriber() {
            @Override
            public void onEvent(DeliverableEvent event) {
                super.onEvent(event);
                if (event.seq() == 2) {
                    throw new IllegalStateException("broken on purpose");
                }
            }
        };
        hubs.subscribe(stream, new FromNow(), bad).start();
        RecordingSubscriber alsoGood = subscribed(hubs, new FromNow());
        for (int i = 0; i < 5; i++) {
            hubs.offer(append("t" + i));
        }
        await().untilAsserted(() -> assertThat(good.seqs()).isEqualTo(upTo(5)));
        await().untilAsserted(() -> assertThat(alsoGood.seqs()).isEqualTo(upTo(5)));
        assertThat(bad.seqs()).isEqualTo(upTo(2));
        assertThat(bad.lost)
                .isNotNull()
                .satisfies(lost -> assertThat(lost.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    @Test
    void anotherHistoryEndsDeliveryAndIsNotContinued() throws Exception {
        append("one");
        RecordingSubscriber subscriber = subscribed(hubs, new Newest(10));
        await().untilAsserted(() -> assertThat(subscriber.seqs()).containsExactly(1L));
        StreamPosition kept = subscriber.events.getFirst().position();

        // As after a restore: the server has gone down another timeline than the log knows.
        database.execute("update log_incarnation set timeline = '00000000'");
        TestNode restarted = closing(new TestNode(database, List.of()));
        StreamEvent two = ((Appended) restarted.appendAndWait(message(stream, ALICE, "x", "two"))).event();
        assertThat(two.epoch()).isNotEqualTo(kept.epoch());

        await().untilAsserted(() -> assertThat(subscriber.lost).isNotNull());
        assertThat(subscriber.seqs()).containsExactly(1L);
        assertThat(subscriber.violations).isEmpty();
        RecordingSubscriber again = new RecordingSubscriber();
        StreamSubscription subscription = hubs.subscribe(stream, new After(kept, 50), again);
        assertThat(subscription.recovered()).isFalse();
        assertThat(subscription.top()).isEqualTo(two.position());
        subscription.start();
        await().untilAsserted(() -> assertThat(again.seqs()).containsExactly(1L, 2L));
    }

    @Test
    void aStreamThatWentBackEndsDelivery() throws Exception {
        for (int i = 0; i < 3; i++) {
            append("t" + i);
        }
        RecordingSubscriber subscriber = subscribed(hubs, new FromNow());
        database.execute("delete from stream_event where seq = 3; update stream set last_seq = 2");
        await().untilAsserted(() -> assertThat(subscriber.lost).isNotNull());
    }

    @Test
    void whatEndsBeforeItBeginsIsToldWhenItBegins() throws Exception {
        append("one");
        RecordingSubscriber early = new RecordingSubscriber();
        StreamSubscription subscription = hubs.subscribe(stream, new FromNow(), early);
        RecordingSubscriber other = subscribed(hubs, new FromNow());
        database.execute("delete from stream_event; update stream set last_seq = 0");
        await().untilAsserted(() -> assertThat(other.lost).isNotNull());
        assertThat(early.lost).isNull();
        subscription.start();
        assertThat(early.lost).isNotNull();
    }

    @Test
    void anEventOfAnotherHistoryFromKafkaIsNotBelieved() throws Exception {
        RecordingSubscriber subscriber = subscribed(hubs, new FromNow());
        StreamEvent one = append("one");
        hubs.offer(new StreamEvent(
                stream,
                StreamKind.ROOM,
                "lobby",
                "bygone",
                1,
                UUID.randomUUID(),
                "message.posted",
                null,
                null,
                null,
                "{}",
                one.time(),
                null,
                null));
        await().untilAsserted(() ->
                assertThat(subscriber.events).extracting(StreamEvent::eventId).containsExactly(one.eventId()));
        assertThat(subscriber.lost).isNull();
    }

    @Test
    void historyThatIsGoneEndsACatchUpInsteadOfSkipping() throws Exception {
        for (int i = 0; i < 10; i++) {
            append("t" + i);
        }
        StreamHubs unremembering = hubs("confab.stream.hub.recent-events", "1");
        RecordingSubscriber subscriber = new RecordingSubscriber();
        StreamSubscription subscription = unremembering.subscribe(stream, new Newest(8), subscriber);
        database.execute("delete from stream_event where seq <= 5");
        subscription.start();
        await().untilAsserted(() -> assertThat(subscriber.lost).isNotNull());
        assertThat(subscriber.events).isEmpty();
    }

    @Test
    void anUnknownStreamIsRefused() {
        assertThatThrownBy(() -> hubs.subscribe(UUID.randomUUID(), new FromNow(), new RecordingSubscriber()))
                .isInstanceOfSatisfying(
                        ConfabException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void closesAStreamThatNobodyListensTo() throws Exception {
        StreamHubs brief = hubs("confab.stream.hub.linger", "20ms");
        StreamSubscription subscription = brief.subscribe(stream, new FromNow(), new RecordingSubscriber());
        assertThat(brief.isOpen(stream)).isTrue();
        subscription.close();
        await().untilAsserted(() -> assertThat(brief.isOpen(stream)).isFalse());
    }

    @Test
    void encodesOncePerEventAndForm() {
        List<Long> encoded = new CopyOnWriteArrayList<>();
        EventEncoding<String> form = event -> {
            encoded.add(event.seq());
            return "form of " + event.seq();
        };
        EventEncoding<Integer> other = event -> 42;
        DeliverableEvent event = new DeliverableEvent(EventSequencerTest.event(7));
        assertThat(event.encoded(form)).isEqualTo("form of 7").isSameAs(event.encoded(form));
        assertThat(event.encoded(other)).isEqualTo(42);
        assertThat(event.encoded(form)).isEqualTo("form of 7");
        assertThat(encoded).containsExactly(7L);
    }

    private StreamEvent append(String text) {
        return ((Appended) writer.appendAndWait(
                        message(stream, ALICE, UUID.randomUUID().toString(), text)))
                .event();
    }

    private RecordingSubscriber subscribed(StreamHubs to, SubscriptionStart start) {
        RecordingSubscriber subscriber = new RecordingSubscriber();
        to.subscribe(stream, start, subscriber).start();
        return subscriber;
    }

    private StreamHubs hubs(String... settings) throws Exception {
        return closing(new StreamHubs(
                closing(database.pool()), TestSettings.of(StreamConfig.class, settings), writer.metrics));
    }

    private <T extends AutoCloseable> T closing(T part) {
        closing.add(part);
        return part;
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
