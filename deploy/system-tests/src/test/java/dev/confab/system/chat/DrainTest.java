package dev.confab.system.chat;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.client.SocketUri;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node is told to end, as an operator or Kubernetes does it: SIGTERM. */
class DrainTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** So many that closing them one after the other takes some seconds. */
    private static final int CLIENTS = 45;

    private static final int TRIES = 3;
    private static final int READY = 200;
    private static final int REFUSED = 503;
    /** In place of a status: nobody answers any more. */
    private static final int GONE = 0;

    private static final URI NODE = TwoNodeSuite.node(2);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void mend() {
        if (!TwoNodeSuite.get().chat(2).isRunning()) {
            TwoNodeSuite.get().startChat(2);
        }
    }

    @Test
    void aNodeThatIsTerminatedSendsItsClientsElsewhereAndTakesNoNewOnes() throws Exception {
        try (Talker ada = Talker.register("ada", TwoNodeSuite.node(1))) {
            String token = ada.rest().accessTokens().current();
            boolean seen = false;
            // Whoever stands still for longer than the node takes comes too late.
            for (int attempt = 1; attempt <= TRIES && !seen; attempt++) {
                mend();
                seen = isSeenToEnd(token);
            }
            assertThat(seen).as("seen before it was gone").isTrue();
        }
    }

    /** Terminates the node and looks at it meanwhile; false if it was gone by then. */
    private boolean isSeenToEnd(String token) throws Exception {
        try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            List<SocketClient> clients =
                    IntStream.range(0, CLIENTS).mapToObj(_ -> greeted(token)).toList();

            Future<?> stopped = background.submit(() -> TwoNodeSuite.get().stopChat(2));

            int readiness = await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(this::readiness, status -> status != READY);
            int handshake = statusOfHandshake(token);
            if (readiness == GONE || handshake == GONE) {
                stopped.get();
                return false;
            }
            assertThat(readiness).isEqualTo(REFUSED);
            assertThat(handshake).isEqualTo(REFUSED);
            Set<String> invitations = new HashSet<>();
            for (SocketClient client : clients) {
                assertThat(client.closeCode(PATIENCE)).isEqualTo(1012);
                assertThat(client.closeReason(PATIENCE)).matches("\\{\"retryAfterMs\":[0-5]?\\d{1,3}}");
                invitations.add(client.closeReason(PATIENCE));
            }
            // Each is told another time to come back.
            assertThat(invitations).hasSizeGreaterThan(CLIENTS / 2);
            stopped.get();
            assertThat(TwoNodeSuite.get().chat(2).isRunning()).isFalse();
            return true;
        }
    }

    @Test
    void whatIsSaidWhileANodeEndsIsStoredOnceAndSeenByAllAndTheNodeEndsByItself() throws Exception {
        try (FrontDoor door = FrontDoor.of(TwoNodeSuite.nodesPreferring(2));
                Conversation talk = new Conversation()) {
            talk.enter("leaving", TwoNodeSuite.node(1), door.url());
            talk.enter("staying", TwoNodeSuite.node(1));
            talk.everyoneTalks();
            talk.awaitMoreFrom(talk.talkers(), 5);

            ProcessHandle node =
                    ProcessHandle.of(TwoNodeSuite.get().chat(2).pid()).orElseThrow();
            assertThat(node.destroy()).isTrue();
            // Nobody kills it: it gets as long as Kubernetes gives it.
            node.onExit().get(60, TimeUnit.SECONDS);

            talk.awaitMoreFrom(talk.talkers(), 10);
            talk.everyoneFallsSilent();
            talk.assertEveryoneSawEverythingOnceInOneOrder();
        }
    }

    private static SocketClient greeted(String token) {
        SocketClient client = SocketClient.connect(NODE.resolve("/ws"), SocketAuth.bearer(token), "confab.v1");
        client.sendJson(Map.of("type", "hello", "id", "1"));
        client.receiveType("welcome", PATIENCE);
        return client;
    }

    private int readiness() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(NODE.resolve("/q/health/ready")).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException unanswered) {
            return GONE;
        }
    }

    private int statusOfHandshake(String token) {
        try {
            http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(SocketUri.of(NODE.resolve("/ws")), new WebSocket.Listener() {})
                    .join()
                    .abort();
            return 101;
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(IOException.class);
            return e.getCause() instanceof WebSocketHandshakeException refusal
                    ? refusal.getResponse().statusCode()
                    : GONE;
        }
    }
}
