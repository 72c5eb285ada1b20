package dev.confab.client.connection;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.client.AccessTokens;
import dev.confab.client.ScriptedServer;
import dev.confab.client.ScriptedServer.Peer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A connection to a server of which a test plays every word. */
abstract class ScriptedConnection {
    static final ConnectionSettings QUICK = ConnectionSettings.DEFAULT
            .withBackoff(new Backoff(Duration.ofMillis(10), Duration.ofMillis(80)))
            .withAnswerTimeout(Duration.ofSeconds(60));

    final RecordingListener listener = new RecordingListener();
    ScriptedServer server;
    ConfabConnection connection;

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

    ConfabConnection open(ConnectionSettings settings, AccessTokens tokens, ConnectionListener told) {
        return ConfabConnection.open(server.uri("/ws"), tokens, told, settings, new Random(1));
    }

    /** Takes the place of the connection that the test began with. */
    void reopen(ConnectionSettings settings, AccessTokens tokens, ConnectionListener told) {
        connection.close();
        server.accept();
        server.authorizations().clear();
        connection = open(settings, tokens, told);
    }

    /** A client that is live in a room that has come to {@code top}. */
    Peer liveIn(String room, long top) {
        Peer peer = server.accept();
        peer.welcome();
        CompletableFuture<JoinedRoom> joined = connection.join(room, new JoinStart.Now());
        peer.joined("a", top, false, top + 1);
        joined.join();
        awaitState(ConnectionState.Live.class);
        return peer;
    }

    void awaitState(Class<? extends ConnectionState> type) {
        await().untilAsserted(() -> assertThat(connection.state()).isInstanceOf(type));
    }
}
