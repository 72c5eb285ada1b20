package dev.confab.client.connection;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.AccessTokens;
import dev.confab.client.ScriptedServer;
import dev.confab.client.ScriptedServer.Peer;
import dev.confab.client.StreamPosition;
import dev.confab.client.rest.Notification;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("NO-01")
class ConfabNotificationsTest {
    private static final ConnectionSettings QUICK = ConnectionSettings.DEFAULT
            .withBackoff(new Backoff(Duration.ofMillis(10), Duration.ofMillis(80)))
            .withAnswerTimeout(Duration.ofSeconds(60));

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private ScriptedServer server;
    private ConfabNotifications inbox;

    @BeforeEach
    void open() {
        server = new ScriptedServer();
        inbox = ConfabNotifications.open(
                server.uri("/ws/notifications"), AccessTokens.fixed("token-1"), new Ears(), QUICK, new Random(1), null);
    }

    @AfterEach
    void close() {
        inbox.close();
        server.close();
    }

    private final class Ears implements NotificationListener {
        @Override
        public void onUnread(long unread) {
            heard.add("unread " + unread);
        }

        @Override
        public void onNotification(Notification notification, StreamPosition position) {
            heard.add(notification.kind() + " " + position.seq());
        }

        @Override
        public void onRead(NotificationsRead read) {
            heard.add("read " + (read.all() ? "all" : read.ids()) + " " + read.unread());
        }

        @Override
        public void onGap(StreamPosition lastSeen, StreamPosition continuesAfter) {
            heard.add("gap " + lastSeen.seq() + " " + continuesAfter.seq());
        }
    }

    private static JsonNode greet(Peer peer, String epoch, long top, boolean recovered, long from) {
        JsonNode hello = peer.expect("hello");
        peer.say("{'type':'hello','session':'s','node':'n','user':{'id':'u','username':'ada','roles':['user']},"
                + "'epoch':'" + epoch + "','seq':" + top + ",'recovered':" + recovered + ",'from':" + from
                + ",'unread':2,'pingIntervalMs':25000,'pongTimeoutMs':10000,'limits':{'maxFrameBytes':65536}}");
        return hello;
    }

    private static void mention(Peer peer, String epoch, long seq) {
        peer.say("{'type':'notification','epoch':'" + epoch + "','seq':" + seq + ",'notification':{'id':'"
                + UUID.randomUUID() + "','kind':'mention','room':'lobby','roomId':'" + UUID.randomUUID()
                + "','messageId':'" + UUID.randomUUID() + "','seq':7,'actor':{'id':'" + UUID.randomUUID()
                + "','username':'bob'},'text':'hi @ada','createdAt':'2026-03-01T09:00:01.250Z','readAt':null}}");
    }

    @Test
    void continuesAfterACutWhereItStoppedAndTellsNothingTwice() {
        Peer peer = server.accept();
        JsonNode first = greet(peer, "a", 3, false, 4);
        mention(peer, "a", 4);
        peer.say("{'type':'event','epoch':'a','seq':5,'kind':'of.tomorrow'}");
        await().untilAsserted(() -> assertThat(heard).containsExactly("unread 2", "mention 4"));
        await().untilAsserted(() -> assertThat(inbox.position().join()).contains(new StreamPosition("a", 5)));
        peer.drop();

        Peer next = server.accept();
        JsonNode again = greet(next, "a", 6, true, 6);
        mention(next, "a", 6);
        mention(next, "a", 6);
        mention(next, "a", 7);

        assertThat(first.has("me")).isFalse();
        assertThat(again.at("/me/epoch").asText()).isEqualTo("a");
        assertThat(again.at("/me/seq").asLong()).isEqualTo(5);
        await().untilAsserted(() ->
                assertThat(heard).containsExactly("unread 2", "mention 4", "unread 2", "mention 6", "mention 7"));
    }

    @Test
    void resumesWhenAnEventIsMissingAndTellsWhereTheServerCannotContinue() {
        Peer peer = server.accept();
        greet(peer, "a", 3, false, 4);
        mention(peer, "a", 5);

        Peer next = server.accept();
        JsonNode again = greet(next, "b", 9, false, 10);

        assertThat(again.at("/me/seq").asLong()).isEqualTo(3);
        await().untilAsserted(() -> assertThat(heard).containsExactly("unread 2", "gap 3 9", "unread 2"));
    }

    @Test
    void marksAsReadAndHearsWhatOtherDevicesRead() {
        Peer peer = server.accept();
        greet(peer, "a", 3, false, 4);
        await().untilAsserted(() -> assertThat(inbox.state()).isInstanceOf(ConnectionState.Live.class));
        UUID id = UUID.randomUUID();
        CompletableFuture<Long> unread = inbox.read(Set.of(id));
        JsonNode read = peer.expect("read");
        peer.say("{'type':'read','epoch':'a','seq':4,'ids':['" + id + "'],'unread':1}");
        peer.say("{'type':'ok','id':'" + read.path("id").asText() + "','unread':1}");

        assertThat(read.at("/ids/0").asText()).isEqualTo(id.toString());
        assertThat(unread.join()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(heard).containsExactly("unread 2", "read [" + id + "] 1"));
    }

    @Test
    void endsWhenItsTokenIsRefusedAndThereIsNoOther() {
        Peer peer = server.accept();
        greet(peer, "a", 3, false, 4);
        peer.close(4001, "Not signed in");

        await().untilAsserted(() -> assertThat(inbox.state()).isInstanceOf(ConnectionState.Closed.class));
    }
}
