package dev.confab.client.connection;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.AccessTokens;
import dev.confab.client.ConfabException;
import dev.confab.client.ScriptedServer.Peer;
import dev.confab.client.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ConfabConnectionTest extends ScriptedConnection {
    @Test
    void greetsWithItsTokenAndIsLiveAfterTheWelcome() {
        Peer peer = server.accept();
        JsonNode hello = peer.welcome();

        assertThat(hello.path("client").asText()).isEqualTo("confab-java");
        assertThat(hello.has("me")).isFalse();
        assertThat(server.authorizations()).containsExactly("Bearer token-1");
        await().untilAsserted(() -> assertThat(connection.state())
                .isInstanceOfSatisfying(
                        ConnectionState.Live.class,
                        live -> assertThat(live.session().user().username()).isEqualTo("ada")));
    }

    @Test
    void deliversHistoryThenLiveEventsInOrder() {
        Peer peer = server.accept();
        peer.welcome();
        var _ = connection.join("lobby", new JoinStart.Newest(2));
        JsonNode join = peer.joined("a", 5, false, 4);
        peer.event("lobby", "a", 4);
        peer.event("lobby", "a", 5);
        peer.event("lobby", "a", 6);

        assertThat(join.path("history").asInt()).isEqualTo(2);
        await().untilAsserted(() -> assertThat(listener.heard).containsExactly("lobby 4", "lobby 5", "lobby 6"));
    }

    @Test
    void dropsWhatComesTwice() {
        Peer peer = liveIn("lobby", 3);
        peer.event("lobby", "a", 4);
        peer.event("lobby", "a", 4);
        peer.event("lobby", "a", 5);

        await().untilAsserted(() -> assertThat(listener.heard).containsExactly("lobby 4", "lobby 5"));
    }

    @Test
    void completesASendWhenItIsAcknowledged() {
        Peer peer = liveIn("lobby", 3);
        CompletableFuture<SentMessage> sent = connection.send("lobby", "m-1", "hello");
        JsonNode frame = peer.ack(4);

        assertThat(frame.path("text").asText()).isEqualTo("hello");
        assertThat(sent.join().position()).isEqualTo(new StreamPosition("a", 4));
    }

    @Test
    void triesATemporarilyRefusedMessageAgain() {
        Peer peer = liveIn("lobby", 3);
        var sent = connection.send("lobby", "m-1", "one");
        peer.refuse(peer.expect("send"), "rate_limited", true, 20);

        assertThat(peer.ack(4).path("clientMessageId").asText()).isEqualTo("m-1");
        assertThat(sent.join().messageId()).isEqualTo("e4");
    }

    @Test
    void failsAMessageThatIsRefusedForGood() {
        Peer peer = liveIn("lobby", 3);
        var sent = connection.send("lobby", "m-1", " ");
        peer.refuse(peer.expect("send"), "message_blank", false, 0);

        assertThatThrownBy(sent::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ConfabException.class, e -> assertThat(e.code()).isEqualTo("message_blank"));
    }

    @Test
    void refusesToQueueMoreThanItsBound() {
        reopen(QUICK.withMaxPending(1), AccessTokens.fixed("t"), listener);
        var _ = connection.send("lobby", "m-1", "one");

        assertThatThrownBy(connection.send("lobby", "m-2", "two")::join)
                .cause()
                .isInstanceOfSatisfying(
                        ConfabException.class, e -> assertThat(e.code()).isEqualTo(ConfabException.QUEUE_FULL));
    }

    @Test
    void answersPings() {
        Peer peer = liveIn("lobby", 3);
        peer.say("{'type':'ping'}");
        peer.expect("pong");
    }

    @Test
    void ignoresFrameTypesAndFieldsThatItDoesNotKnow() {
        Peer peer = liveIn("lobby", 3);
        peer.say("{'type':'fireworks','room':'lobby','colour':'red'}");
        peer.say("{'type':'typing','room':'lobby','user':{'id':'u2','username':'bob','x':1},'typing':true,'y':2}");

        await().untilAsserted(() -> assertThat(listener.heard).containsExactly("bob typing true"));
        assertThat(connection.state()).isInstanceOf(ConnectionState.Live.class);
    }

    @Test
    void readsNoFurtherWhileTheListenerIsBusyAndLosesNothing() {
        CountDownLatch release = new CountDownLatch(1);
        RecordingListener slow = new RecordingListener();
        ConnectionListener blocking = new ConnectionListener() {
            @Override
            public void onEvent(ConfabEvent event) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                slow.onEvent(event);
            }
        };
        reopen(QUICK.withWindow(4), AccessTokens.fixed("t"), blocking);
        Peer peer = liveIn("lobby", 0);
        for (int seq = 1; seq <= 50; seq++) {
            peer.event("lobby", "a", seq);
        }
        await().untilAsserted(() ->
                assertThat(connection.positions().join()).containsEntry("lobby", new StreamPosition("a", 4)));
        release.countDown();

        await().untilAsserted(() -> assertThat(slow.heard).hasSize(50).endsWith("lobby 50"));
    }

    @Test
    void saysGoodByeWhenItIsClosed() {
        Peer peer = liveIn("lobby", 3);
        connection.close();

        assertThat(peer.closeCode()).isEqualTo(1000);
        awaitState(ConnectionState.Closed.class);
        assertThatThrownBy(connection.send("lobby", "late")::join)
                .cause()
                .isInstanceOfSatisfying(
                        ConfabException.class, e -> assertThat(e.code()).isEqualTo(ConfabException.CONNECTION_CLOSED));
    }

    @Test
    void asksWhoIsThereAndMovesTheReadMarker() {
        Peer peer = liveIn("lobby", 3);
        var present = connection.presence("lobby");
        String id = peer.expect("presence").path("id").asText();
        peer.say("{'type':'presence','id':'" + id + "','room':'lobby','count':1,"
                + "'users':[{'id':'u2','username':'bob','since':'2026-01-01T00:00:00.000Z'}]}");
        assertThat(present.join().users()).extracting("username").isEqualTo(List.of("bob"));

        var read = connection.read("lobby", 3);
        JsonNode frame = peer.expect("read");
        peer.say("{'type':'ok','id':'" + frame.path("id").asText() + "'}");
        read.join();
        assertThat(frame.path("seq").asLong()).isEqualTo(3);
    }

    @Test
    void understandsBatchesAndAsksForNoMoreThanItsWindow() {
        reopen(QUICK.withWindow(2), AccessTokens.fixed("t"), listener);
        Peer peer = liveIn("lobby", 0);
        for (int batch = 0; batch < 10; batch++) {
            List<String> events = new ArrayList<>();
            for (int seq = batch * 5 + 1; seq <= batch * 5 + 5; seq++) {
                events.add(Peer.eventText("lobby", "a", seq));
            }
            peer.sayRaw("[" + String.join(",", events) + "]");
        }
        peer.sayRaw("[]");
        peer.say("[{'type':'ping'}]");
        peer.expect("pong");

        await().untilAsserted(() -> assertThat(listener.heard).hasSize(50).endsWith("lobby 50"));
    }

    @Test
    void reportsWhatWasSeenOnceASecondAndAgainUntilItIsConfirmed() {
        Peer peer = liveIn("lobby", 9);
        for (int seq = 1; seq <= 9; seq++) {
            connection.seen("lobby", seq);
        }
        connection.seen("lobby", 3);
        assertThat(peer.expect("seen").at("/rooms/lobby").asLong()).isEqualTo(1);
        assertThat(peer.expect("seen").at("/rooms/lobby").asLong()).isEqualTo(9);
        peer.drop();

        Peer next = server.accept();
        next.resumed(next.welcome(), 0, "a", 9, true, 10);
        assertThat(next.expect("seen").at("/rooms/lobby").asLong()).isEqualTo(9);
        next.say("{'type':'event','stream':'me','epoch':'m','seq':8,'kind':'room.read','eventId':'x',"
                + "'time':'2026-01-01T00:00:00.000Z','data':{'room':'lobby','seq':9}}");
        await().untilAsserted(() -> assertThat(listener.heard).contains("me 8"));
        next.drop();

        Peer last = server.accept();
        last.resumed(last.welcome(), 0, "a", 9, true, 10);
        last.say("{'type':'ping'}");
        last.expect("pong");
    }

    @Test
    void doesWhatPeopleDoInRooms() {
        Peer peer = liveIn("lobby", 3);
        var done = connection.act("react", "lobby", Map.of("messageId", "e3", "emoji", "+", "on", true));
        JsonNode frame = peer.expect("react");
        assertThat(frame.path("on").asBoolean()).isTrue();
        assertThat(frame.path("room").asText()).isEqualTo("lobby");
        peer.say("{'type':'ok','id':'" + frame.path("id").asText() + "','result':{'count':2}}");

        assertThat(done.join().path("count").asInt()).isEqualTo(2);
    }
}
