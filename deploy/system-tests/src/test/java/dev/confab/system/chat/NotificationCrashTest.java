package dev.confab.system.chat;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.client.ConfabException;
import dev.confab.client.rest.ConfabApiException;
import dev.confab.client.rest.ConfabRest;
import dev.confab.client.rest.Notification;
import dev.confab.client.rest.NotificationPage;
import dev.confab.client.rest.NotificationsApi;
import dev.confab.local.Suite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is posted while notification-service and Kafka come and go. */
@Tag("NO-02")
class NotificationCrashTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WRITERS = 4;

    private final Suite suite = TwoNodeSuite.get();
    private final String room = "flood_" + UUID.randomUUID().toString().substring(0, 8);
    private final Queue<String> posted = new ConcurrentLinkedQueue<>();
    private volatile boolean flooding = true;

    @AfterEach
    void mend() {
        flooding = false;
        if (!suite.stack().kafka().isRunning()) {
            suite.stack().kafka().start();
        }
        if (!suite.notification().isRunning()) {
            suite.notification().start();
        }
    }

    @Test
    void everyMentionIsStoredOnceThoughTheServiceIsKilledAndKafkaRestarted() throws Exception {
        List<ConfabRest> readers = people("reader", 3);
        List<ConfabRest> writers = people("writer", WRITERS);
        writers.getFirst().rooms().getOrCreate(room);
        String text =
                readers.stream().map(reader -> "@" + reader.me().username()).collect(Collectors.joining(" "));
        List<Thread> flood = writers.stream()
                .map(writer -> Thread.ofVirtual().start(() -> keepPosting(writer, text)))
                .toList();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(inbox(readers.getFirst()).unread()).isPositive());

        suite.notification().kill();
        awaitMorePosts(40);
        suite.notification().start();
        awaitMorePosts(20);
        suite.stack().kafka().kill();
        awaitMorePosts(40);
        suite.stack().kafka().start();
        awaitMorePosts(20);
        suite.notification().kill();
        suite.notification().start();
        awaitMorePosts(20);
        flooding = false;
        for (Thread writer : flood) {
            assertThat(writer.join(PATIENCE)).isTrue();
        }

        List<String> all = List.copyOf(posted);
        for (ConfabRest reader : readers) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(inbox(reader).unread()).isGreaterThanOrEqualTo(all.size()));
            assertThat(messagesOf(inbox(reader)))
                    .as("what %s is notified of", reader.me().username())
                    .containsExactlyInAnyOrderElementsOf(all);
            UUID id = UUID.fromString(reader.me().id());
            assertThat(count("select count(*) from notification where recipient_id = ?", id))
                    .isEqualTo(all.size());
            assertThat(count(
                            "select count(*) from stream_event where stream_id = ? and type = 'notification.created'",
                            id))
                    .isEqualTo(all.size());
            assertThat(count(
                            "select count(*) from notification_delivery d join notification n on n.id ="
                                    + " d.notification_id where n.recipient_id = ?",
                            id))
                    .isEqualTo(all.size());
        }
    }

    private List<ConfabRest> people(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    String username =
                            name + number + "_" + UUID.randomUUID().toString().substring(0, 8);
                    ConfabRest rest = ConfabRest.at(TwoNodeSuite.node(1 + number % 2));
                    rest.register(username, username + "@example.org", Talker.PASSWORD);
                    return rest;
                })
                .toList();
    }

    private NotificationsApi inbox(ConfabRest reader) {
        return reader.notifications(suite.notificationUrl());
    }

    /** As fast as it is allowed; whatever is refused is said again under the same id. */
    private void keepPosting(ConfabRest writer, String text) {
        while (flooding) {
            String clientMessageId = UUID.randomUUID().toString();
            while (true) {
                try {
                    posted.add(writer.rooms().post(room, clientMessageId, text).messageId());
                    break;
                } catch (ConfabApiException refused) {
                    if (!refused.temporary()) {
                        throw refused;
                    }
                    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                } catch (ConfabException unreachable) {
                    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                }
            }
        }
    }

    private void awaitMorePosts(int more) {
        int before = posted.size();
        await().atMost(PATIENCE).until(() -> posted.size() >= before + more);
    }

    private static List<String> messagesOf(NotificationsApi inbox) {
        List<String> messages = new ArrayList<>();
        UUID before = null;
        do {
            NotificationPage page = inbox.list(null, false, before, 200);
            page.items().stream()
                    .map(Notification::messageId)
                    .map(UUID::toString)
                    .forEach(messages::add);
            before = page.next();
        } while (before != null);
        return messages;
    }

    private long count(String sql, UUID person) throws SQLException {
        try (Connection connection = suite.stack().postgres().connect("confab_notification");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, person);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
