package dev.confab.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.AccessTokens;
import dev.confab.client.ConfabException;
import dev.confab.client.ScriptedServer;
import dev.confab.client.ScriptedServer.Peer;
import dev.confab.client.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfabConnectionTest {
    private static final ConnectionSettings QUICK = ConnectionSettings.DEFAULT
            .withBackoff(new Backoff(Duration.ofMillis(10), Duration.ofMillis(80)))
            .withAnswerTimeout(Duration.ofSeconds(5));

    private final RecordingListener listener = new RecordingListener();
    private ScriptedServer server;
    private ConfabConnection connection;

    @BeforeEach
    void open() {
        server = new ScriptedServer();
        connection = open(QUICK, AccessTokens.fixed("token-1"), listener);
    }

    @AfterEach
    void close() {
        connection.close();
        server.close();
    }

    private ConfabConnection open(ConnectionSettings settings, AccessTokens tokens, ConnectionListener told) {
        return ConfabConnection.open(server.uri("/ws"), tokens, told, settings, new Random(1));
    }

    /** A client that is live in a room that has come to {@code top}. */
    private Peer liveIn(String room, long top) {
        Peer peer = server.accept();
        peer.welcome();
        CompletableFuture<JoinedRoom> joined = connection.join(room, new JoinStart.Now());
        peer.joined("a", top, false, top + 1);
        joined.join();
        awaitState(ConnectionState.Live.class);
        return peer;
    }

    private void awaitState(Class<? extends ConnectionState> type) {
        await().untilAsserted(() -> assertThat(connection.state()).isInstanceOf(type));
    }

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
    void resumesEveryRoomAndThePersonalStreamWhereItStopped() {
        Peer peer = liveIn("lobby", 3);
        peer.event("lobby", "a", 4);
        peer.say("{'type':'event','stream':'me','epoch':'m','seq':8,'kind':'room.read','eventId':'x',"
                + "'time':'2026-01-01T00:00:00.000Z','data':{'room':'lobby','seq':4}}");
        await().untilAsserted(() -> assertThat(listener.heard).containsExactly("lobby 4", "me 8"));
        peer.drop();

        Peer next = server.accept();
        JsonNode hello = next.welcome();
        JsonNode join = next.joined("a", 6, true, 5);
        next.event("lobby", "a", 5);
        next.event("lobby", "a", 6);

        assertThat(hello.path("me").path("seq").asLong()).isEqualTo(8);
        assertThat(join.path("epoch").asText()).isEqualTo("a");
        assertThat(join.path("seq").asLong()).isEqualTo(4);
        await().untilAsserted(
                        () -> assertThat(listener.heard).containsExactly("lobby 4", "me 8", "lobby 5", "lobby 6"));
    }

    @Test
    void tellsWhenARoomCannotBeResumedWhole() {
        Peer peer = liveIn("lobby", 3);
        peer.event("lobby", "a", 4);
        peer.drop();

        Peer next = server.accept();
        next.welcome();
        next.joined("b", 2, false, 3);
        next.event("lobby", "b", 3);

        await().untilAsserted(() -> assertThat(listener.heard).containsExactly("lobby 4", "gap 4..2", "lobby 3"));
        assertThat(connection.positions().join()).containsEntry("lobby", new StreamPosition("b", 3));
    }

    @Test
    void neverDeliversAcrossAGapButResumesBeforeIt() {
        Peer peer = liveIn("lobby", 3);
        peer.event("lobby", "a", 4);
        peer.event("lobby", "a", 6);

        Peer next = server.accept();
        next.welcome();
        JsonNode join = next.joined("a", 6, true, 5);
        next.event("lobby", "a", 5);
        next.event("lobby", "a", 6);

        assertThat(join.path("seq").asLong()).isEqualTo(4);
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
    void sendsAgainUnderTheSameIdAndInOrderAfterRejoining() {
        Peer peer = liveIn("lobby", 3);
        var first = connection.send("lobby", "m-1", "one");
        var second = connection.send("lobby", "m-2", "two");
        peer.expect("send");
        peer.expect("send");
        peer.drop();

        Peer next = server.accept();
        next.welcome();
        JsonNode join = next.expect("join");
        assertThat(next.nothingReceived()).isTrue();
        next.say("{'type':'joined','id':'" + join.path("id").asText()
                + "','room':'lobby','roomId':'r1','epoch':'a','seq':3,'recovered':true,'from':4}");

        assertThat(next.ack(4).path("clientMessageId").asText()).isEqualTo("m-1");
        assertThat(next.ack(5).path("clientMessageId").asText()).isEqualTo("m-2");
        assertThat(first.join().position().seq()).isEqualTo(4);
        assertThat(second.join().position().seq()).isEqualTo(5);
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
        connection.close();
        connection = open(QUICK.withMaxPending(1), AccessTokens.fixed("t"), listener);
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
    void reconnectsWhenTheServerFallsSilent() {
        Peer peer = server.accept();
        peer.welcome(40, 20);
        Peer next = server.accept();
        next.welcome();
        awaitState(ConnectionState.Live.class);
    }

    @Test
    void reconnectsAfterAFrameThatIsNotOfTheProtocol() {
        Peer peer = liveIn("lobby", 3);
        peer.sayRaw("{\"type\":\"event\",\"room\":\"lobby\"}");
        Peer next = server.accept();
        next.welcome();
        assertThat(next.joined("a", 3, true, 4).path("seq").asLong()).isEqualTo(3);
        next.sayRaw("not json");
        server.accept();
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
    void startsTheBackoffAfreshOnlyAfterAHealthyResume() {
        Peer peer = liveIn("lobby", 3);
        peer.drop();
        for (int attempt = 1; attempt <= 3; attempt++) {
            Peer next = server.accept();
            next.welcome(); // a welcome alone is not health: the room is not joined
            int expected = attempt;
            await().untilAsserted(() -> assertThat(connection.state())
                    .isInstanceOfSatisfying(
                            ConnectionState.Resuming.class,
                            resuming -> assertThat(resuming.attempt()).isEqualTo(expected)));
            next.drop();
        }
        Peer healthy = server.accept();
        healthy.welcome();
        healthy.joined("a", 3, true, 4);
        awaitState(ConnectionState.Live.class);
        healthy.drop();
        server.accept().expect("hello");
        await().untilAsserted(() -> assertThat(connection.state()).isEqualTo(new ConnectionState.Greeting(1)));
    }

    @Test
    void waitsAtLeastAsLongAsARestartingServerAsks() {
        Peer peer = liveIn("lobby", 3);
        peer.close(1012, "{\"retryAfterMs\":60000}");

        await().untilAsserted(() -> assertThat(connection.state())
                .isInstanceOfSatisfying(
                        ConnectionState.Waiting.class,
                        waiting -> assertThat(waiting.delay()).isEqualTo(Duration.ofMinutes(1))));
    }

    @Test
    void staysAwayWhenTheServerSaysSo() {
        Peer peer = liveIn("lobby", 3);
        var unanswered = connection.send("lobby", "m-1", "one");
        peer.close(3500, "protocol violation");

        await().untilAsserted(() -> assertThat(connection.state())
                .isEqualTo(new ConnectionState.Closed(new Disconnect(3500, "protocol violation"))));
        assertThatThrownBy(unanswered::join)
                .cause()
                .isInstanceOfSatisfying(
                        ConfabException.class, e -> assertThat(e.code()).isEqualTo(ConfabException.CONNECTION_CLOSED));
    }

    @Test
    void returnsWithAnotherTokenWhenItsOwnHasExpired() {
        connection.close();
        server.accept();
        server.authorizations().clear();
        connection = open(QUICK, new TwoTokens(), listener);
        Peer peer = server.accept();
        peer.welcome();
        peer.close(4001, "token_expired");

        Peer next = server.accept();
        next.welcome();
        awaitState(ConnectionState.Live.class);
        assertThat(server.authorizations()).containsExactly("Bearer first", "Bearer second");
        next.close(4001, "banned");
        awaitState(ConnectionState.Closed.class);
    }

    @Test
    void givesUpWhenThereIsNoOtherToken() {
        Peer peer = server.accept();
        peer.welcome();
        peer.close(4001, "token_expired");

        await().untilAsserted(() -> assertThat(connection.state())
                .isInstanceOfSatisfying(
                        ConnectionState.Closed.class,
                        closed -> assertThat(closed.cause().code()).isEqualTo(4001)));
    }

    @Test
    void triesAgainWhenTheHandshakeIsRefusedForNow() {
        connection.close();
        server.accept();
        server.refuse(2, 503);
        connection = open(QUICK, AccessTokens.fixed("t"), listener);
        server.accept().welcome();
        awaitState(ConnectionState.Live.class);
        assertThat(server.authorizations()).hasSize(4);
    }

    @Test
    void leavesTheRoomWhenRejoiningIsRefused() {
        Peer peer = liveIn("lobby", 3);
        peer.drop();
        Peer next = server.accept();
        next.welcome();
        next.refuse(next.expect("join"), "room_not_found", false, 0);

        await().untilAsserted(() -> assertThat(listener.heard).containsExactly("left lobby room_not_found"));
        awaitState(ConnectionState.Live.class);
    }

    @Test
    void readsNoFurtherWhileTheListenerIsBusyAndLosesNothing() {
        connection.close();
        server.accept();
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
        connection = open(QUICK.withWindow(4), AccessTokens.fixed("t"), blocking);
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

    private static final class TwoTokens implements AccessTokens {
        private String token = "first";

        @Override
        public String current() {
            return token;
        }

        @Override
        public String renew(String rejected) {
            String next = "first".equals(rejected) ? "second" : null;
            token = next == null ? token : next;
            return next;
        }
    }
}
