package dev.confab.system.chat;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.client.rest.Announcement;
import dev.confab.client.rest.ConfabRest;
import dev.confab.client.rest.Message;
import dev.confab.client.rest.Notification;
import dev.confab.local.Suite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes through the task queue and back while the parts that carry it are killed: nothing is lost, nothing doubled. */
class LaterTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MESSAGES = 20;

    private final Suite suite = TwoNodeSuite.get();
    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String room = "later_" + mark;

    @AfterEach
    void mend() {
        for (int number = 1; number <= 2; number++) {
            if (!suite.task(number).isRunning()) {
                suite.task(number).start();
            }
            if (!suite.chat(number).isRunning()) {
                suite.chat(number).start();
            }
        }
        if (!suite.notification().isRunning()) {
            suite.notification().start();
        }
    }

    @Test
    @Tag("SG-02")
    void scheduledMessagesAndAnnouncementsArriveOnceThoughTheirCarriersAreKilled() {
        ConfabRest owner = person("owner");
        List<ConfabRest> readers = IntStream.range(0, 2)
                .mapToObj(number -> person("reader" + number))
                .toList();
        owner.rooms().getOrCreate(room);
        readers.forEach(reader -> reader.rooms().read(room, 1));
        List<String> texts = IntStream.range(0, MESSAGES)
                .mapToObj(number -> "scheduled " + number)
                .toList();
        // Each of a person of their own, because the rate of messages counts for scheduled ones too.
        List<ConfabRest> authors = IntStream.range(0, 5)
                .mapToObj(number -> person("author" + number))
                .toList();
        for (int number = 0; number < MESSAGES; number++) {
            Instant soon = Instant.now().plusSeconds(15).plusMillis(300L * number);
            authors.get(number % authors.size()).rooms().schedule(room, texts.get(number), soon);
        }

        Announcement announcement = owner.rooms().announce(room, "a-" + mark, "Release", "It is out");
        suite.notification().kill();
        suite.task(1).kill();
        suite.notification().start();
        // In the middle of what is due: a worker, and the node that posts.
        await().atMost(PATIENCE).until(() -> !posted(owner).isEmpty());
        suite.task(2).kill();
        suite.chat(2).kill();
        suite.task(1).start();
        suite.chat(2).start();
        suite.task(2).start();

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(posted(owner)).hasSizeGreaterThanOrEqualTo(MESSAGES));
        assertThat(posted(owner)).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(owner.rooms()
                        .announce(room, "a-" + mark, "Release", "It is out")
                        .duplicate())
                .isTrue();
        for (ConfabRest reader : readers) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(notificationsOf(reader)).isNotEmpty());
            assertThat(notificationsOf(reader)).singleElement().satisfies(notification -> {
                assertThat(notification.kind()).isEqualTo("announcement");
                assertThat(notification.messageId()).hasToString(announcement.id());
                assertThat(notification.text()).isEqualTo("It is out");
            });
        }
        assertThat(notificationsOf(owner)).isEmpty();
    }

    private List<String> posted(ConfabRest reader) {
        return reader.rooms().messagesAfter(room, 0, 200).items().stream()
                .map(Message::text)
                .toList();
    }

    private List<Notification> notificationsOf(ConfabRest person) {
        return person.notifications(suite.notificationUrl())
                .list(null, false, null, 200)
                .items();
    }

    private ConfabRest person(String name) {
        String username = name + "_" + mark;
        // Of the node that lives.
        ConfabRest rest = ConfabRest.at(TwoNodeSuite.node(1));
        rest.register(username, username + "@example.org", Talker.PASSWORD);
        return rest;
    }
}
