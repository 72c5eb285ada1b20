package dev.confab.common.stream;

import static dev.confab.common.stream.TestNode.message;
import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.SubscriptionResult.Failed;
import dev.confab.common.stream.SubscriptionResult.Subscribed;
import dev.confab.common.stream.SubscriptionStart.After;
import dev.confab.common.stream.SubscriptionStart.FromNow;
import dev.confab.common.stream.SubscriptionStart.Newest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscribeAllTest {
    private static final UUID ALICE = UUID.randomUUID();
    private static final int STREAMS = 300;

    private final AtomicInteger connections = new AtomicInteger();
    private LogDatabase database;
    private TestNode writer;
    private StreamHubs hubs;

    @BeforeEach
    void createDatabase() throws Exception {
        database = new LogDatabase();
        writer = new TestNode(database, List.of());
        hubs = new StreamHubs(
                counted(writer.pool),
                TestSettings.of(
                        StreamConfig.class,
                        "confab.stream.hub.position-check",
                        "1h",
                        "confab.stream.hub.recent-events",
                        "8"),
                writer.metrics);
    }

    @AfterEach
    void dropDatabase() throws Exception {
        hubs.close();
        writer.close();
        database.close();
    }

    @Test
    void opensManyStreamsWithFewQueriesAndContinuesEachWhereItStopped() throws Exception {
        List<UUID> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(database.newStream(i % 3 == 0 ? StreamKind.USER : StreamKind.ROOM, "s" + i));
        }
        for (int round = 0; round < 3; round++) {
            for (UUID stream : streams) {
                var _ = writer.append(message(stream, ALICE, null, "hello"));
            }
        }
        for (UUID stream : streams) {
            writer.appendAndWait(message(stream, ALICE, null, "last"));
        }
        String epoch = writer.log.positions(streams).get(streams.getFirst()).epoch();
        List<RecordingSubscriber> subscribers = new ArrayList<>();
        List<SubscriptionRequest> requests = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            RecordingSubscriber subscriber = new RecordingSubscriber();
            subscribers.add(subscriber);
            // In turn: something was missed, nothing was missed.
            After start = new After(new StreamPosition(epoch, i % 2 == 0 ? 2 : 4), 0);
            requests.add(new SubscriptionRequest(streams.get(i), start, subscriber));
        }

        List<SubscriptionResult> results = hubs.subscribeAll(requests);

        // Batches of a hundred, two queries each, and the first of them may be small.
        assertThat(connections.get()).isLessThan(20);
        assertThat(results).hasSize(STREAMS).allSatisfy(result -> {
            StreamSubscription subscription = ((Subscribed) result).subscription();
            assertThat(subscription.recovered()).isTrue();
            assertThat(subscription.top().seq()).isEqualTo(4);
            subscription.start();
        });
        for (int i = 0; i < STREAMS; i++) {
            RecordingSubscriber subscriber = subscribers.get(i);
            List<Long> missed = i % 2 == 0 ? List.of(3L, 4L) : List.of();
            await().untilAsserted(() -> assertThat(subscriber.seqs()).isEqualTo(missed));
        }
    }

    @Test
    void oneThatFailsLeavesTheOthersAlone() {
        UUID lobby = stream("lobby");
        UUID unknown = UUID.randomUUID();
        writer.appendAndWait(message(lobby, ALICE, null, "one"));
        RecordingSubscriber subscriber = new RecordingSubscriber();

        List<SubscriptionResult> results = hubs.subscribeAll(List.of(
                new SubscriptionRequest(unknown, new FromNow(), new RecordingSubscriber()),
                new SubscriptionRequest(lobby, new Newest(5), subscriber),
                new SubscriptionRequest(lobby, new Newest(0), new RecordingSubscriber())));

        assertThat(((Failed) results.get(0)).cause().code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(((Subscribed) results.get(2)).subscription().from()).isEqualTo(2);
        ((Subscribed) results.get(1)).subscription().start();
        await().untilAsserted(() -> assertThat(subscriber.seqs()).containsExactly(1L));
    }

    @Test
    void asksTheDatabaseBeforeItSaysThatAPositionIsFromTheFuture() {
        UUID lobby = stream("lobby");
        hubs.subscribe(lobby, new FromNow(), new RecordingSubscriber()).start();
        // This node has not heard of it: nobody offers it here.
        writer.appendAndWait(message(lobby, ALICE, null, "elsewhere"));
        String epoch = writer.log.positions(List.of(lobby)).get(lobby).epoch();

        List<SubscriptionResult> results = hubs.subscribeAll(List.of(
                new SubscriptionRequest(lobby, new After(new StreamPosition(epoch, 1), 0), new RecordingSubscriber()),
                new SubscriptionRequest(lobby, new After(new StreamPosition(epoch, 9), 0), new RecordingSubscriber())));

        assertThat(((Subscribed) results.get(0)).subscription().recovered()).isTrue();
        assertThat(((Subscribed) results.get(1)).subscription().recovered()).isFalse();
    }

    private UUID stream(String name) {
        try {
            return database.newStream(StreamKind.ROOM, name);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private DataSource counted(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        connections.incrementAndGet();
                    }
                    try {
                        return method.invoke(source, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
