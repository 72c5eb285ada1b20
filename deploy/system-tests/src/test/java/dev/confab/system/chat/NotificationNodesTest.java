package dev.confab.system.chat;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.client.StreamPosition;
import dev.confab.client.connection.ConfabNotifications;
import dev.confab.client.connection.NotificationListener;
import dev.confab.client.connection.NotificationsRead;
import dev.confab.client.rest.Notification;
import dev.confab.local.ServiceNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes of notification-service share the work; each serves sockets of the same person. */
@Tag("NO-01")
class NotificationNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One device. */
    private static final class Device implements NotificationListener, AutoCloseable {
        final List<Notification> notified = new CopyOnWriteArrayList<>();
        final List<NotificationsRead> read = new CopyOnWriteArrayList<>();
        final ConfabNotifications inbox;

        Device(URI node, Talker owner) {
            inbox = ConfabNotifications.open(
                    node.resolve("/ws/notifications"), owner.rest().accessTokens(), this);
            await().atMost(PATIENCE).until(() -> inbox.position().join().isPresent());
        }

        @Override
        public void onNotification(Notification notification, StreamPosition position) {
            notified.add(notification);
        }

        @Override
        public void onRead(NotificationsRead marked) {
            read.add(marked);
        }

        List<String> texts() {
            return notified.stream().map(Notification::text).toList();
        }

        @Override
        public void close() {
            inbox.close();
        }
    }

    @Test
    void devicesOnDifferentNodesHearTheSameAndOneGoesOnWhenTheOtherNodeDies() {
        ServiceNode second = TwoNodeSuite.get().startAnotherNotification();
        try (Conversation talk = new Conversation()) {
            Talker ann = talk.enter("ann", TwoNodeSuite.node(1));
            Talker bob = talk.enter("bob", TwoNodeSuite.node(2));
            try (Device laptop = new Device(TwoNodeSuite.get().notificationUrl(), ann);
                    Device phone = new Device(second.url(), ann)) {
                bob.say(talk.room(), "hi @" + ann.username());

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(List.of(laptop.texts(), phone.texts()))
                                .containsOnly(List.of("hi @" + ann.username())));
                UUID id = phone.notified.getFirst().id();
                assertThat(phone.inbox.read(Set.of(id)).join()).isZero();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(laptop.read)
                                .extracting(NotificationsRead::ids)
                                .containsExactly(Set.of(id)));

                second.kill();
                bob.say(talk.room(), "and again, @" + ann.username());

                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(laptop.texts())
                                .containsExactly("hi @" + ann.username(), "and again, @" + ann.username()));
            }
        }
    }
}
