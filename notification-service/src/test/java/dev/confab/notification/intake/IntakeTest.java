package dev.confab.notification.intake;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.account.AccountState;
import dev.confab.common.event.EventTopics;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.notification.recipient.RecipientDirectory;
import dev.confab.notification.testing.Elsewhere;
import dev.confab.notification.testing.InboxDatabase;
import dev.confab.notification.testing.Posted;
import dev.confab.notification.testing.Posted.TestRoom;
import dev.confab.notification.testing.Somebody;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedStackResource.class,
        initArgs = @ResourceArg(name = "database", value = "notification"))
@Tag("NO-02")
class IntakeTest {
    @Inject
    InboxDatabase database;

    @Inject
    EventConsumer consumer;

    @Inject
    RecipientDirectory directory;

    final Elsewhere elsewhere = new Elsewhere();
    final TestRoom room = new TestRoom();
    final Somebody ann = Somebody.named("ann");
    final Somebody ben = Somebody.named("ben");

    @BeforeEach
    void register() {
        elsewhere.registers(ann, ben);
    }

    @AfterEach
    void close() {
        elsewhere.close();
    }

    @Test
    void aMentionIsStoredAndAnnouncedOnceHoweverOftenItsEventArrives() {
        Posted first = Posted.mentioning(room, ben, ann);
        Posted last = Posted.mentioning(room, ben, ann);
        for (int i = 0; i < 5; i++) {
            elsewhere.posts(first);
        }
        elsewhere.posts(last);
        elsewhere.posts(first);

        eventually().untilAsserted(() -> assertThat(database.stored(ann)).hasSize(2));
        assertThat(database.announced(ann)).containsExactlyElementsOf(database.stored(ann));
        assertThat(database.deliveries(ann)).containsExactly("pending -", "pending -");
        assertThat(database.stored(ben)).isEmpty();
    }

    @Test
    void readingEverythingAgainFromTheBeginningChangesNothing() throws Exception {
        Somebody carl = Somebody.named("carl");
        List<Posted> messages = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            messages.add(Posted.mentioning(room, ben, ann, carl));
        }
        messages.forEach(elsewhere::posts);
        // What is read before it is stored is not announced.
        eventually().untilAsserted(() -> assertThat(database.stored(ann)).hasSize(30));
        elsewhere.reads(ann, room, 10);
        eventually().untilAsserted(() -> {
            assertThat(database.stored(carl)).hasSize(30);
            assertThat(database.eventTypes(ann)).hasSize(31);
            assertThat(database.deliveries(ann))
                    .filteredOn("skipped read"::equals)
                    .hasSize(10);
        });
        List<String> events = database.eventTypes(ann);
        List<String> deliveries = database.deliveries(ann);

        for (String topic : List.of(EventTopics.ACCOUNTS, EventTopics.USER, EventTopics.CHAT)) {
            List<ConsumerRecord<String, byte[]>> all = Elsewhere.recordsOn(topic);
            for (int from = 0; from < all.size(); from += 500) {
                consumer.handle(all.subList(from, Math.min(all.size(), from + 500)));
            }
        }

        assertThat(database.stored(carl)).hasSize(30);
        assertThat(database.announced(carl)).hasSize(30);
        assertThat(database.eventTypes(ann)).isEqualTo(events);
        assertThat(database.deliveries(ann)).isEqualTo(deliveries);
    }

    @Test
    void nodesThatRaceWithTheSameEventsStoreEachOnce() throws Exception {
        List<Somebody> people = List.of(ann, Somebody.named("p1"), Somebody.named("p2"), Somebody.named("p3"));
        for (int i = 0; i < 60; i++) {
            elsewhere.posts(Posted.mentioning(room, ben, people.toArray(Somebody[]::new)));
            if (i % 20 == 19) {
                elsewhere.reads(people.get(i / 20), room, i);
            }
        }
        List<ConsumerRecord<String, byte[]>> mine = new ArrayList<>();
        for (String topic : List.of(EventTopics.USER, EventTopics.CHAT)) {
            Elsewhere.recordsOn(topic).stream()
                    .filter(record -> new String(record.value(), StandardCharsets.UTF_8)
                            .contains(room.id().toString()))
                    .forEach(mine::add);
        }

        int nodes = 6;
        CyclicBarrier start = new CyclicBarrier(nodes);
        try (ExecutorService threads = Executors.newFixedThreadPool(nodes)) {
            List<Future<?>> running = new ArrayList<>();
            for (int node = 0; node < nodes; node++) {
                List<ConsumerRecord<String, byte[]>> shuffled = new ArrayList<>(mine);
                Collections.shuffle(shuffled, new Random(node));
                running.add(threads.submit(() -> {
                    start.await();
                    for (int from = 0; from < shuffled.size(); from += 7) {
                        consumer.handle(shuffled.subList(from, Math.min(shuffled.size(), from + 7)));
                    }
                    return null;
                }));
            }
            for (Future<?> node : running) {
                node.get();
            }
        }

        for (Somebody person : people) {
            assertThat(database.stored(person)).hasSize(60);
            assertThat(database.announced(person)).containsExactlyInAnyOrderElementsOf(database.stored(person));
            assertThat(database.deliveries(person)).hasSize(60);
        }
        for (int reader = 0; reader < 3; reader++) {
            int read = 20 * (reader + 1) - 1;
            assertThat(database.deliveries(people.get(reader)))
                    .filteredOn("skipped read"::equals)
                    .hasSize(read);
        }
    }

    @Test
    void whatWasReadBeforeItArrivedIsStoredAsRead() {
        Posted read = Posted.mentioning(room, ben, ann);
        Posted unread = Posted.mentioning(room, ben, ann);
        elsewhere.reads(ann, room, read.seq());
        // Topics have no order between them; once the position is stored, the message comes after it.
        eventually().untilAsserted(() -> assertThat(database.readPositions(ann)).containsExactly("1"));

        elsewhere.posts(read);
        elsewhere.posts(unread);

        eventually()
                .untilAsserted(() -> assertThat(database.deliveries(ann)).containsExactly("skipped read", "pending -"));
        assertThat(database.announced(ann)).hasSize(2);
    }

    @Test
    void whatWasReadBeforeARestoreOfChatSaysNothingAboutWhatComesAfter() {
        elsewhere.reads(ann, room, 100);
        eventually().untilAsserted(() -> assertThat(database.readPositions(ann)).containsExactly("100"));

        room.beginsAnew();
        elsewhere.posts(Posted.mentioning(room, ben, ann));

        eventually().untilAsserted(() -> assertThat(database.deliveries(ann)).containsExactly("pending -"));
    }

    @Test
    void aReplyThatMentionsIsOneNotificationAndNobodyIsNotifiedOfOneself() {
        elsewhere.posts(Posted.mentioning(room, ben, ann, ben).answering(ann));
        elsewhere.posts(Posted.mentioning(room, ann, ben).answering(ann));

        eventually().untilAsserted(() -> assertThat(database.kinds(ben)).containsExactly("mention"));
        assertThat(database.kinds(ann)).containsExactly("reply");
    }

    @Test
    void bannedPeopleGetNoneAndTheirSignInsEnd() {
        Instant change = Instant.parse("2026-03-01T10:00:00Z");
        elsewhere.account(new AccountState(ann.id(), ann.username(), null, Set.of("user"), false, change, 2));
        elsewhere.account(new AccountState(ann.id(), ann.username(), null, Set.of("user"), true, change, 3));
        // Late, and of no effect.
        elsewhere.registers(ann);
        eventually()
                .untilAsserted(
                        () -> assertThat(database.eventTypes(ann)).containsExactly("sign_ins.ended", "sign_ins.ended"));

        elsewhere.posts(Posted.mentioning(room, ben, ann));
        elsewhere.posts(Posted.mentioning(room, ann, ben));

        eventually().untilAsserted(() -> assertThat(database.stored(ben)).hasSize(1));
        assertThat(database.stored(ann)).isEmpty();
        assertThat(directory.find(ann.id())).get().satisfies(account -> {
            assertThat(account.banned()).isTrue();
            assertThat(account.validAfter()).isEqualTo(change);
        });
    }

    @Test
    void aPersonOfWhomNothingWasHeardYetIsNotifiedAllTheSame() {
        Somebody unknown = Somebody.named("unknown");
        elsewhere.posts(Posted.mentioning(room, ben, unknown));

        eventually().untilAsserted(() -> assertThat(database.announced(unknown)).hasSize(1));
        assertThat(directory.find(unknown.id())).isEmpty();

        elsewhere.registers(unknown);
        eventually()
                .untilAsserted(() -> assertThat(directory.find(unknown.id()))
                        .get()
                        .extracting(AccountState::email)
                        .isEqualTo(unknown.email()));
        assertThat(database.stored(unknown)).hasSize(1);
    }

    @Test
    void nothingIsKeptOfADeletedAccount() {
        elsewhere.posts(Posted.mentioning(room, ben, ann));
        eventually().untilAsserted(() -> assertThat(database.stored(ann)).hasSize(1));

        elsewhere.deletes(ann);
        eventually().untilAsserted(() -> assertThat(database.stored(ann)).isEmpty());
        elsewhere.registers(ann);
        elsewhere.posts(Posted.mentioning(room, ben, ann));
        elsewhere.posts(Posted.mentioning(room, ann, ben));

        eventually().untilAsserted(() -> assertThat(database.stored(ben)).hasSize(1));
        assertThat(database.stored(ann)).isEmpty();
        assertThat(directory.find(ann.id())).get().satisfies(account -> {
            assertThat(account.banned()).isTrue();
            assertThat(account.email()).isNull();
        });
    }

    @Test
    void whatCannotBeReadIsPutAsideAsItWasAndHoldsUpNothing() {
        String nonsense = "{\"specversion\":\"1.0\",\"type\":\"" + room.id();
        elsewhere.writes(room.id().toString(), nonsense);
        elsewhere.posts(Posted.mentioning(room, ben, ann));

        eventually().untilAsserted(() -> {
            assertThat(database.stored(ann)).hasSize(1);
            assertThat(putAside(nonsense)).extracting(IntakeTest::code).containsOnly("malformed_event");
        });
    }

    @Test
    void whatTheDatabaseRefusesIsPutAsideAndItsNeighboursAreNot() {
        StringBuilder longName = new StringBuilder();
        new Random(1).ints(12_000, 'a', 'z').forEach(letter -> longName.append((char) letter));
        // Too long for the index of names.
        Somebody monster = new Somebody(UUID.randomUUID(), longName.toString());
        Posted refused = Posted.mentioning(room, ben, monster).saying("hello");
        List<Posted> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(i == 9 ? refused : Posted.mentioning(room, ben, ann));
        }
        all.forEach(elsewhere::posts);

        eventually().untilAsserted(() -> {
            assertThat(database.stored(ann)).hasSize(19);
            assertThat(putAside(refused.id().toString())).isNotEmpty();
        });
    }

    private static List<ConsumerRecord<String, byte[]>> putAside(String content) {
        return Elsewhere.recordsOn(EventConsumer.DEAD_LETTERS).stream()
                .filter(record -> new String(record.value(), StandardCharsets.UTF_8).contains(content))
                .toList();
    }

    private static String code(ConsumerRecord<String, byte[]> record) {
        return String.valueOf(RecordHeaders.text(record.headers(), RecordHeaders.ERROR_CODE));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
    }
}
