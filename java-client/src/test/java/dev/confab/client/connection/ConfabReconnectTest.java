package dev.confab.client.connection;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.AccessTokens;
import dev.confab.client.ConfabException;
import dev.confab.client.ScriptedServer.Peer;
import dev.confab.client.StreamPosition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfabReconnectTest extends ScriptedConnection {
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
        JsonNode join = next.resumed(hello, 0, "a", 6, true, 5);
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
        next.welcomeBack("b", 2, false, 3);
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
        JsonNode join = next.welcomeBack("a", 6, true, 5);
        next.event("lobby", "a", 5);
        next.event("lobby", "a", 6);

        assertThat(join.path("seq").asLong()).isEqualTo(4);
        await().untilAsserted(() -> assertThat(listener.heard).containsExactly("lobby 4", "lobby 5", "lobby 6"));
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
        JsonNode hello = next.welcome();
        assertThat(next.nothingReceived()).isTrue();
        next.resumed(hello, 0, "a", 3, true, 4);

        assertThat(next.ack(4).path("clientMessageId").asText()).isEqualTo("m-1");
        assertThat(next.ack(5).path("clientMessageId").asText()).isEqualTo("m-2");
        assertThat(first.join().position().seq()).isEqualTo(4);
        assertThat(second.join().position().seq()).isEqualTo(5);
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
        assertThat(next.welcomeBack("a", 3, true, 4).path("seq").asLong()).isEqualTo(3);
        next.sayRaw("not json");
        server.accept();
    }

    @Test
    void startsTheBackoffAfreshOnlyAfterAHealthyResume() {
        reopen(QUICK.withHealthyAfter(Duration.ZERO), AccessTokens.fixed("t"), listener);
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
        healthy.welcomeBack("a", 3, true, 4);
        awaitState(ConnectionState.Live.class);
        healthy.drop();
        server.accept().expect("hello");
        await().untilAsserted(() -> assertThat(connection.state()).isEqualTo(new ConnectionState.Greeting(1)));
    }

    @Test
    void keepsTheBackoffWhereAResumedConnectionDoesNotLast() {
        reopen(QUICK.withHealthyAfter(Duration.ofHours(1)), AccessTokens.fixed("t"), listener);
        Peer peer = liveIn("lobby", 3);
        peer.drop();
        for (int attempt = 2; attempt <= 4; attempt++) {
            Peer next = server.accept();
            next.welcomeBack("a", 3, true, 4);
            awaitState(ConnectionState.Live.class);
            next.drop();
        }
        server.accept().expect("hello");
        await().untilAsserted(() -> assertThat(connection.state()).isEqualTo(new ConnectionState.Greeting(5)));
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
        reopen(QUICK, new TwoTokens(), listener);
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
        next.say("{'type':'error','room':'lobby','code':'room_not_found','message':'no','temporary':false}");

        await().untilAsserted(() -> assertThat(listener.heard).containsExactly("left lobby room_not_found"));
        awaitState(ConnectionState.Live.class);
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
