package dev.confab.notification.intake;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.event.EventTopics;
import dev.confab.common.id.Uuid7;
import dev.confab.common.notice.NoticeRequest;
import dev.confab.common.notice.NoticeRequestCodec;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.notification.testing.Elsewhere;
import dev.confab.notification.testing.InboxDatabase;
import dev.confab.notification.testing.Posted.TestRoom;
import dev.confab.notification.testing.Somebody;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Notifications that other services ask for. */
@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedStackResource.class,
        initArgs = @ResourceArg(name = "database", value = "notification"))
@Tag("SG-02")
class NoticeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    InboxDatabase database;

    final Elsewhere elsewhere = new Elsewhere();
    final TestRoom room = new TestRoom();
    final Somebody ann = Somebody.named("ann");
    final Somebody ben = Somebody.named("ben");
    final Somebody carl = Somebody.named("carl");

    @BeforeEach
    void register() {
        elsewhere.registers(ann, ben, carl);
    }

    @AfterEach
    void close() {
        elsewhere.close();
    }

    @Test
    void anAnnouncementIsStoredOncePerPersonHoweverOftenItIsAskedFor() {
        UUID event = Uuid7.create();
        for (int i = 0; i < 4; i++) {
            // Under ids of their own, as two tasks would ask, and in chunks that overlap.
            elsewhere.asks(record(NoticeRequest.ANNOUNCEMENT, event, "Release", ann, ben, carl));
            elsewhere.asks(record(NoticeRequest.ANNOUNCEMENT, event, "Release", ben));
        }
        UUID last = Uuid7.create();
        OutboxRecord mention = record(NoticeRequest.MENTION, last, null, ben);
        // Behind the announcements, in their partition: when it is there, all of them have been looked at.
        elsewhere.asks(new OutboxRecord(mention.topic(), event.toString(), mention.value(), mention.headers()));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.stored(ben)).hasSize(2));
        assertThat(database.kinds(ben)).containsExactly("announcement", "mention");
        assertThat(database.announced(ben)).containsExactlyElementsOf(database.stored(ben));
        assertThat(database.deliveries(ben)).hasSize(2);
        assertThat(database.kinds(carl)).containsExactly("announcement");
        assertThat(database.stored(ann)).as("who announced it").isEmpty();
    }

    @Test
    void whatNobodyCanReadHoldsNothingUp() {
        OutboxRecord good = record(NoticeRequest.ANNOUNCEMENT, Uuid7.create(), "Release", ben);
        elsewhere.asks(new OutboxRecord(
                good.topic(),
                good.key(),
                new String(good.value(), StandardCharsets.UTF_8)
                        .replace("announcement", "fanfare")
                        .getBytes(StandardCharsets.UTF_8),
                good.headers()));
        elsewhere.asks(good);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(database.stored(ben)).hasSize(1));
        await().atMost(PATIENCE)
                .until(() -> Elsewhere.recordsOn(EventConsumer.DEAD_LETTERS).stream()
                        .anyMatch(record -> record.key().startsWith(EventTopics.NOTIFICATION_REQUESTS)));
    }

    /** Ann is who caused it. */
    private OutboxRecord record(String kind, UUID event, @Nullable String title, Somebody... recipients) {
        return NoticeRequestCodec.record(
                UUID.randomUUID(),
                "/test",
                new NoticeRequest(
                        kind,
                        List.of(recipients).stream().map(Somebody::id).toList(),
                        room.name(),
                        room.id(),
                        event,
                        "e-1",
                        7,
                        ann.id(),
                        ann.username(),
                        title,
                        "It is out",
                        Instant.now()),
                Instant.now(),
                null,
                null);
    }
}
