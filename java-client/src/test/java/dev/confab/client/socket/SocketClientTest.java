package dev.confab.client.socket;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.client.ConfabException;
import dev.confab.client.ScriptedServer;
import dev.confab.client.ScriptedServer.Peer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("CH-19")
class SocketClientTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration AT_ONCE = Duration.ZERO;

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void sendsAndReceivesJson() {
        try (SocketClient client = SocketClient.connect(server.uri("/ws/chat/lobby/"), SocketAuth.bearer("t"))) {
            Peer peer = server.accept();
            client.sendJson(Map.of("type", "message", "message", "hi"));
            assertThat(peer.expect("message").path("message").asText()).isEqualTo("hi");

            peer.say("{'type':'user_join','username':'bob'}");
            peer.say("{'type':'message','message':'hello'}");
            assertThat(client.receiveJson(SOON).path("username").asText()).isEqualTo("bob");
            assertThat(client.receiveJson(SOON).path("message").asText()).isEqualTo("hello");
            assertThat(client.receivesNothing(AT_ONCE)).isTrue();
            assertThat(server.authorizations()).containsExactly("Bearer t");
        }
    }

    @Test
    void findsTheFrameOfATypeBehindOthers() {
        try (SocketClient client = SocketClient.connect(server.uri("/ws"), SocketAuth.none(), "confab.v1")) {
            Peer peer = server.accept();
            peer.say("{'type':'typing'}");
            peer.say("{'type':'ack','seq':3}");

            assertThat(client.subprotocol()).isEqualTo("confab.v1");
            assertThat(client.receiveType("ack", SOON).path("seq").asInt()).isEqualTo(3);
        }
    }

    @Test
    void tellsTheCloseCodeAfterTheLastFrame() {
        try (SocketClient client = SocketClient.connect(server.uri("/ws"), SocketAuth.none())) {
            Peer peer = server.accept();
            peer.say("{'type':'last'}");
            peer.close(4003, "room refused");

            assertThat(client.receiveJson(SOON).path("type").asText()).isEqualTo("last");
            assertThatThrownBy(() -> client.receiveJson(SOON))
                    .isInstanceOfSatisfying(
                            SocketClosedException.class,
                            e -> assertThat(e.code()).isEqualTo(4003));
            assertThat(client.closeCode(SOON)).isEqualTo(4003);
            assertThat(client.closeReason(SOON)).isEqualTo("room refused");
        }
    }

    @Test
    void tellsABrokenConnectionAs1006() {
        try (SocketClient client = SocketClient.connect(server.uri("/ws"), SocketAuth.none())) {
            server.accept().drop();
            assertThat(client.closeCode(SOON)).isEqualTo(1006);
        }
    }

    @Test
    void failsWhenNothingComesInTime() {
        try (SocketClient client = SocketClient.connect(server.uri("/ws"), SocketAuth.none())) {
            server.accept().say("{'type':'other'}");
            await().until(() -> !client.receivesNothing(Duration.ZERO));
            assertThatThrownBy(() -> client.receiveType("wanted", Duration.ofMillis(200)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("other");
        }
    }

    @Test
    void disconnectsWithACode() {
        SocketClient client = SocketClient.connect(server.uri("/ws"), SocketAuth.none());
        Peer peer = server.accept();
        client.disconnect(3999, "enough");
        assertThat(peer.closeCode()).isEqualTo(3999);
        assertThat(client.closed()).isTrue();
    }

    @Test
    void abortsWithoutAWord() {
        SocketClient client = SocketClient.connect(server.uri("/ws"), SocketAuth.none());
        Peer peer = server.accept();
        client.abort();
        assertThat(peer.closeCode()).isEqualTo(1006);
    }

    @Test
    void keepsEveryFrameWhenMoreComeThanItHolds() {
        try (SocketClient client = SocketClient.connect(server.uri("/ws"), SocketAuth.none())) {
            Peer peer = server.accept();
            int frames = SocketInbox.CAPACITY + 500;
            for (int i = 0; i < frames; i++) {
                peer.sayRaw(Integer.toString(i));
            }
            for (int i = 0; i < frames; i++) {
                assertThat(client.receiveText(SOON)).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void saysWithWhichStatusTheHandshakeWasRefused() {
        server.refuse(1, 503);
        assertThatThrownBy(() -> SocketClient.connect(server.uri("/ws"), SocketAuth.none()))
                .isInstanceOf(ConfabException.class)
                .hasMessageContaining("HTTP 503");
    }
}
