package dev.confab.common.stream;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.AppendResult.Appended;
import dev.confab.common.stream.SubscriptionStart.FromNow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL is killed and comes back while people write. */
class DatabaseCrashTest {
    private static final UUID ALICE = UUID.randomUUID();
    private static final Duration LONG = Duration.ofSeconds(60);

    private LogDatabase database;
    private final List<AutoCloseable> closing = new ArrayList<>();

    @BeforeEach
    void createDatabase() throws Exception {
        database = new LogDatabase();
    }

    @AfterEach
    void dropDatabase() throws Exception {
        LogDatabase.postgres().start();
        for (AutoCloseable part : closing.reversed()) {
            part.close();
        }
        database.close();
    }

    @Test
    void whatWasAcknowledgedIsThereOnceWhateverTheCrashInterrupted() throws Exception {
        StreamHubs hubs = closing(new StreamHubs(
                closing(database.pool()),
                TestSettings.of(StreamConfig.class, "confab.stream.hub.position-check", "300ms"),
                closing(new TestNode(database, List.of())).metrics));
        TestNode node = closing(new TestNode(database, List.of(hubs)));
        UUID stream = database.newStream(StreamKind.ROOM, "r");
        RecordingSubscriber subscriber = new RecordingSubscriber();
        hubs.subscribe(stream, new FromNow(), subscriber).start();

        Map<UUID, Long> acknowledged = new ConcurrentHashMap<>();
        AtomicLong sent = new AtomicLong();
        AtomicBoolean enough = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < 16; w++) {
            boolean withClientId = w % 2 == 0;
            writers.add(Thread.ofVirtual().start(() -> {
                while (!enough.get()) {
                    long number = sent.incrementAndGet();
                    String clientId = withClientId ? "c" + number : null;
                    AppendResult result = node.append(TestNode.message(stream, ALICE, clientId, "t" + number))
                            .join();
                    // Our own repetition of an unnoticed commit is no duplicate of the caller's.
                    StreamEvent event = ((Appended) result).event();
                    acknowledged.put(event.eventId(), event.seq());
                }
            }));
        }
        for (int crash = 0; crash < 2; crash++) {
            int before = acknowledged.size();
            await().atMost(LONG).until(() -> acknowledged.size() > before + 300);
            LogDatabase.postgres().kill();
            LogDatabase.postgres().start();
        }
        int before = acknowledged.size();
        await().atMost(LONG).until(() -> acknowledged.size() > before + 300);
        enough.set(true);
        for (Thread writer : writers) {
            assertThat(writer.join(LONG)).isTrue();
        }

        assertThat(acknowledged).hasSize((int) sent.get());
        List<StreamEvent> stored = node.log.read(stream, 0, 1_000_000);
        Set<String> texts = new HashSet<>();
        for (StreamEvent event : stored) {
            assertThat(acknowledged).containsEntry(event.eventId(), event.seq());
            assertThat(texts.add(event.data()))
                    .as("stored twice: %s", event.data())
                    .isTrue();
        }
        assertThat(stored).hasSize((int) sent.get());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(subscriber.seqs())
                        .isEqualTo(LongStream.rangeClosed(1, sent.get()).boxed().toList()));
        assertThat(subscriber.violations).isEmpty();
        assertThat(subscriber.lost).isNull();
    }

    @Test
    void whileTheDatabaseIsAwayRequestsFailInTimeAndLaterOnesSucceed() throws Exception {
        TestNode hasty = closing(new TestNode(database, List.of(), "confab.stream.append.timeout", "5s"));
        TestNode node = closing(new TestNode(database, List.of()));
        UUID stream = database.newStream(StreamKind.ROOM, "r");
        node.appendAndWait(TestNode.message(stream, ALICE, "a", "t"));
        LogDatabase.postgres().kill();
        assertThat(hasty.append(TestNode.message(stream, ALICE, "b", "t")))
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(ConfabException.class)
                .satisfies(failed ->
                        assertThat(((ConfabException) failed.getCause()).code()).isEqualTo(ErrorCode.UNAVAILABLE));
        LogDatabase.postgres().start();
        assertThat(node.appendAndWait(TestNode.message(stream, ALICE, "b", "t")))
                .isInstanceOf(Appended.class);
        assertThat(node.log.read(stream, 0, 10)).hasSize(2);
    }

    private <T extends AutoCloseable> T closing(T part) {
        closing.add(part);
        return part;
    }
}
