package dev.confab.notification.intake;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.event.EventTopics;
import dev.confab.local.test.EmbeddedStackResource;
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
import java.util.List;
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
class ChangedMessagesTest {
    @Inject
    InboxDatabase database;

    @Inject
    EventConsumer consumer;

    final Elsewhere elsewhere = new Elsewhere();
    final TestRoom room = new TestRoom();
    final Somebody ann = Somebody.named("ann");
    final Somebody ben = Somebody.named("ben");
    final Somebody cat = Somebody.named("cat");

    @BeforeEach
    void register() {
        elsewhere.registers(ann, ben, cat);
    }

    @AfterEach
    void close() {
        elsewhere.close();
    }

    @Test
    void followersOfAThreadAreToldOfAReplyOnceAndItsAuthorNever() {
        Posted reply = Posted.mentioning(room, ben, ann);
        writes(reply.inThreadOf(ann, ben, cat));
        writes(reply.inThreadOf(ann, ben, cat));
        eventually().untilAsserted(() -> {
            assertThat(database.kinds(ann)).containsExactly("mention");
            assertThat(database.kinds(cat)).containsExactly("thread");
        });
        assertThat(database.stored(ben)).isEmpty();
    }

    @Test
    void aNotificationSaysWhatItsMessageSaysNow() throws Exception {
        Posted message = Posted.mentioning(room, ben, ann).saying("teh text");
        elsewhere.posts(message);
        writes(message.edited("the text"));
        writes(message.edited("the last text"));
        eventually().untilAsserted(() -> assertThat(database.texts(ann)).containsExactly("the last text"));
        List<String> events = database.eventTypes(ann);
        again();
        assertThat(database.texts(ann)).containsExactly("the last text");
        assertThat(database.eventTypes(ann)).isEqualTo(events).contains("notification.changed");
    }

    @Test
    void whomAnEditNamesIsToldOnceAlsoAfterHavingReadTheMessage() throws Exception {
        Posted message = Posted.mentioning(room, ben, ann).saying("@ann look");
        elsewhere.posts(message);
        elsewhere.reads(cat, room, message.seq());
        eventually().untilAsserted(() -> assertThat(database.texts(ann)).containsExactly("@ann look"));
        String edit = message.editedNaming("@ann @cat @ben look", cat, ben);
        writes(edit);
        eventually().untilAsserted(() -> assertThat(database.texts(cat)).containsExactly("@ann @cat @ben look"));
        assertThat(database.kinds(cat)).containsExactly("mention");
        assertThat(database.unread(cat)).hasSize(1);
        assertThat(database.kinds(ann)).as("once").containsExactly("mention");
        assertThat(database.stored(ben)).as("the author").isEmpty();
        again();
        assertThat(database.kinds(cat)).containsExactly("mention");

        elsewhere.reads(cat, room, message.seq() + 1);
        eventually().untilAsserted(() -> assertThat(database.unread(cat)).isEmpty());
    }

    @Test
    void nothingIsLeftOfADeletedMessage() throws Exception {
        Posted message = Posted.mentioning(room, ben, ann).saying("the secret");
        Posted other = Posted.mentioning(room, ben, ann).saying("the rest");
        elsewhere.posts(message);
        elsewhere.posts(other);
        eventually().untilAsserted(() -> assertThat(database.texts(ann)).containsExactly("the secret", "the rest"));
        writes(message.edited("the better kept secret"));
        writes(message.deleted());
        eventually().untilAsserted(() -> assertThat(database.texts(ann)).containsExactly("the rest"));

        assertThat(database.eventData(ann)).noneMatch(data -> data.contains("secret"));
        assertThat(database.eventTypes(ann)).endsWith("notification.deleted");
        assertThat(database.eventData(ann).getLast()).contains("\"unread\": 1");
        assertThat(database.deliveries(ann)).containsExactly("skipped read", "pending -");
        List<String> events = database.eventTypes(ann);
        again();
        assertThat(database.texts(ann)).containsExactly("the rest");
        assertThat(database.eventTypes(ann)).isEqualTo(events);
    }

    /** All events of the room once more, as after a rebalance. */
    private void again() throws Exception {
        for (ConsumerRecord<String, byte[]> record : Elsewhere.recordsOn(EventTopics.CHAT)) {
            if (new String(record.value(), StandardCharsets.UTF_8)
                    .contains(room.id().toString())) {
                consumer.handle(List.of(record));
            }
        }
    }

    private void writes(String event) {
        elsewhere.writes(room.id().toString(), event);
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
