package dev.confab.chat.connection;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.account.People;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.local.test.EmbeddedStackResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many clients at once that send what comes to their minds. Another seed and more of them:
 * {@code -Dconfab.fuzz.seed=7 -Dconfab.fuzz.clients=5000}.
 */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-05")
class FuzzedSocketsTest {

    private static final long SEED = Long.getLong("confab.fuzz.seed", 20_261_121);
    private static final int CLIENTS = Integer.getInteger("confab.fuzz.clients", 120);
    private static final int AT_ONCE = 8;
    private static final int STEPS = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource("/ws")
    URI uri;

    @Inject
    MeterRegistry meters;

    private final List<String> defects = new CopyOnWriteArrayList<>();
    private final Handler watch = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()
                    && isWatched(String.valueOf(entry.getLoggerName()))) {
                defects.add(entry.getLoggerName() + ": " + entry.getMessage() + " " + entry.getThrown());
            }
        }

        private boolean isWatched(String logger) {
            return logger.startsWith("dev.confab")
                    || logger.startsWith("io.quarkus.websockets")
                    || logger.endsWith("ResourceLeakDetector");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private People.SignedIn ada;
    private People.SignedIn eve;
    private String room;

    @BeforeEach
    void somebodyWhoBehavesAndSomebodyWhoDoesNot() {
        ada = People.register("ada");
        eve = People.register("eve");
        room = People.freshName("room");
        People.as(ada).put("/api/rooms/" + room).then().statusCode(201);
        Logger.getLogger("").addHandler(watch);
    }

    @AfterEach
    void stopWatching() {
        Logger.getLogger("").removeHandler(watch);
    }

    @Test
    void nativeProtocolSurvivesEverythingAndForgetsIt() throws Exception {
        List<String> commands = List.of(
                "{\"type\":\"hello\",\"id\":\"1\"}",
                "{\"type\":\"hello\",\"id\":\"1\",\"batch\":true,\"me\":{\"epoch\":\"x\",\"seq\":3},\"rooms\":[{\"room\":\""
                        + room + "\",\"epoch\":\"x\",\"seq\":1,\"history\":5},{\"room\":\"nowhere\"}]}",
                "{\"type\":\"join\",\"id\":\"2\",\"room\":\"" + room + "\",\"history\":50}",
                "{\"type\":\"leave\",\"id\":\"3\",\"room\":\"" + room + "\"}",
                "{\"type\":\"send\",\"id\":\"4\",\"room\":\"" + room
                        + "\",\"clientMessageId\":\"c\",\"text\":\"\u00fc\"}",
                "{\"type\":\"typing\",\"room\":\"" + room + "\",\"typing\":true}",
                "{\"type\":\"presence\",\"id\":\"5\",\"room\":\"" + room + "\"}",
                "{\"type\":\"read\",\"id\":\"6\",\"room\":\"" + room + "\",\"seq\":1}",
                "{\"type\":\"seen\",\"rooms\":{\"" + room + "\":1}}",
                "{\"type\":\"react\",\"id\":\"7\",\"room\":\"" + room
                        + "\",\"messageId\":\"m\",\"emoji\":\"x\",\"on\":true}",
                "{\"type\":\"ping\"}",
                "{\"type\":\"pong\"}");

        fuzz(uri, commands);
        stillServes();
    }

    @Test
    void simpleProtocolSurvivesEverythingAndForgetsIt() throws Exception {
        List<String> commands = List.of(
                "{\"message\":\"hi\"}",
                "{\"type\":\"message\",\"message\":\"\u00fc\"}",
                "{\"type\":\"typing\",\"is_typing\":true}",
                "{\"type\":\"typing\",\"is_typing\":false}");

        fuzz(uri.resolve("/ws/chat/" + room + "/"), commands);
        stillServes();
    }

    private void fuzz(URI address, List<String> commands) throws Exception {
        double before = gauge("confab.connections");
        SplittableRandom seeds = new SplittableRandom(SEED);
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                FrameFuzz fuzz = new FrameFuzz(seeds.split(), commands);
                clients.add(threads.submit(() -> misbehave(address, fuzz, commands.getFirst())));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(gauge("confab.connections")).as("connections left over").isLessThanOrEqualTo(before);
            assertThat(gauge("confab.connections.queued")).as("bytes left over").isZero();
        });
        assertThat(defects).as("seed %d", SEED).isEmpty();
    }

    /** The first word is a right one more often than not: what comes after it is more interesting. */
    private void misbehave(URI address, FrameFuzz fuzz, String first) {
        try (RawSocket socket = new RawSocket(address, "Authorization: Bearer " + eve.accessToken())) {
            if (socket.status() != 101) {
                return;
            }
            if (fuzz.greets()) {
                socket.sendText(first);
            }
            boolean there = true;
            for (int step = 0; there && step < STEPS; step++) {
                there = fuzz.step(socket);
            }
        } catch (UncheckedIOException closed) {
            // The server has ended the connection: as it should.
        }
    }

    private void stillServes() {
        try (ChatClient client = ChatClient.greeted(uri, ada.accessToken());
                SocketClient simple =
                        SocketClient.connect(uri.resolve("/ws/chat/" + room), SocketAuth.bearer(ada.accessToken()))) {
            client.join(room);
            assertThat(client.send(room, "still here").path("type").asText()).isEqualTo("ack");
            assertThat(simple.receiveJson(
                            PATIENCE, frame -> frame.path("message").asText().equals("still here")))
                    .isNotNull();
        }
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }
}
