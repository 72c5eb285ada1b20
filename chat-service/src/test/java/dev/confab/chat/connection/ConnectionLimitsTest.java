package dev.confab.chat.connection;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.account.People;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.common.redis.RedisLink;
import dev.confab.local.EmbeddedRedis;
import dev.confab.local.EmbeddedStack;
import dev.confab.local.test.EmbeddedStackResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ImpatientServer.class)
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class ConnectionLimitsTest {

    private static final int QUEUE_LIMIT = 96 * 1024;

    @TestHTTPResource("/ws")
    URI uri;

    @Inject
    MeterRegistry meters;

    @Inject
    RedisLink link;

    private People.SignedIn ada;
    private String room;

    @BeforeEach
    void somebodyAndARoom() {
        ada = People.register("ada");
        room = People.freshName("room");
        People.as(ada).put("/api/rooms/" + room).then().statusCode(201);
    }

    @Test
    @Tag("CH-09")
    void closesAReaderThatNeverReadsAndKeepsMemoryBounded() {
        try (RawSocket deaf = new RawSocket(uri, "Authorization: Bearer " + ada.accessToken());
                ChatClient adas = ChatClient.greeted(uri, ada.accessToken())) {
            deaf.sendText("{\"type\":\"hello\",\"id\":\"1\"}");
            deaf.sendText("{\"type\":\"join\",\"id\":\"2\",\"room\":\"" + room + "\"}");
            adas.join(room);
            String text = "\ud83d\ude00".repeat(1000);
            double closedBefore = closed("3001");

            // The kernel takes megabytes before anything has to wait here.
            await().atMost(Duration.ofMinutes(3)).until(() -> {
                IntStream.range(0, 50).forEach(number -> {
                    adas.send(room, text);
                    if (number % 10 == 0) {
                        giveSignOfLife(deaf);
                    }
                });
                assertThat(meters.get("confab.connections.queued").gauge().value())
                        .isLessThanOrEqualTo(2 * QUEUE_LIMIT);
                return closed("3001") > closedBefore;
            });

            assertThat(adas.ask("ping", fields -> {}).path("type").asText()).isEqualTo("pong");
        }
        await().untilAsserted(() -> assertThat(
                        meters.get("confab.connections.queued").gauge().value())
                .isZero());
    }

    private static void giveSignOfLife(RawSocket deaf) {
        try {
            deaf.sendText("{\"type\":\"pong\"}");
        } catch (UncheckedIOException e) {
            // The server has closed the connection: what the test waits for.
        }
    }

    private double closed(String code) {
        return meters.find("confab.connections.duration").tag("code", code).timers().stream()
                .mapToDouble(timer -> timer.count())
                .sum();
    }

    @Test
    void closesClientsThatDoNotGreetOrGiveNoSignOfLife() {
        // All at once: for each of them the whole timeout has to pass.
        try (ChatClient mute = ChatClient.connect(uri, SocketAuth.bearer(ada.accessToken()));
                RawSocket silent = new RawSocket(uri, "Authorization: Bearer " + ada.accessToken());
                RawSocket halfOpen = new RawSocket(
                        uri.resolve("/ws/chat/" + room + "/"), "Authorization: Bearer " + ada.accessToken())) {
            silent.sendText("{\"type\":\"hello\",\"id\":\"1\"}");
            assertThat(silent.read().text()).contains("\"welcome\"");
            assertThat(silent.read().text()).isEqualTo("{\"type\":\"ping\"}");
            assertThat(silent.closeCode()).isEqualTo(3002);
            assertThat(halfOpen.closeCode()).isEqualTo(3002);
            assertThat(mute.closeCode()).isEqualTo(3003);
        }
    }

    @Test
    void keepsClientsThatAnswer() {
        try (ChatClient answering = ChatClient.greeted(uri, ada.accessToken());
                SocketClient simple =
                        SocketClient.connect(uri.resolve("/ws/chat/" + room), SocketAuth.bearer(ada.accessToken()))) {
            for (int round = 0; round < 4; round++) {
                answering.next("ping");
                answering.say("pong", fields -> {});
            }
            simple.sendText("{\"message\":\"still here\"}");
            assertThat(simple.receiveType("message", ChatClient.PATIENCE)
                            .path("message")
                            .asText())
                    .isEqualTo("still here");
        }
    }

    @Test
    void limitsConnectionsOfAUserAndRoomsOfAConnection() {
        try (ChatClient first = ChatClient.greeted(uri, ada.accessToken());
                ChatClient _ = ChatClient.greeted(uri, ada.accessToken());
                ChatClient _ = ChatClient.greeted(uri, ada.accessToken());
                ChatClient fourth = ChatClient.connect(uri, SocketAuth.bearer(ada.accessToken()))) {
            assertThat(fourth.closeCode()).isEqualTo(3005);
            for (int number = 0; number < 2; number++) {
                String name = People.freshName("more");
                People.as(ada).put("/api/rooms/" + name).then().statusCode(201);
                assertThat(first.join(name).path("type").asText()).isEqualTo("joined");
            }
            assertThat(first.join(room).path("code").asText()).isEqualTo("too_many_rooms");
        }
    }

    @Test
    @Tag("CH-06")
    void letsGuestsTalkInRoomsThatExist() {
        try (SocketClient guest = SocketClient.connect(uri.resolve("/ws/chat/" + room + "/"), SocketAuth.none());
                ChatClient nativeGuest = ChatClient.connect(uri, SocketAuth.none())) {
            JsonNode welcome = nativeGuest.ask("hello", fields -> {});
            guest.sendText("{\"message\":\"hi\",\"username\":\"" + ada.username() + "\"}");
            assertThat(guest.receiveType("message", ChatClient.PATIENCE)
                            .path("username")
                            .asText())
                    .isEqualTo("Anonymous");
            assertThat(welcome.at("/user/username").asText()).isEqualTo("Anonymous");
            assertThat(welcome.has("me")).isFalse();
            assertThat(nativeGuest.join(room).path("type").asText()).isEqualTo("joined");
        }
        try (SocketClient guest =
                SocketClient.connect(uri.resolve("/ws/chat/" + People.freshName("nowhere")), SocketAuth.none())) {
            assertThat(guest.closeCode(ChatClient.PATIENCE)).isEqualTo(4003);
        }
    }

    @Test
    @Tag("CH-03")
    void endsTypingThatIsNotRenewed() {
        People.SignedIn bob = People.register("bob");
        try (ChatClient adas = ChatClient.greeted(uri, ada.accessToken());
                ChatClient bobs = ChatClient.greeted(uri, bob.accessToken())) {
            adas.join(room);
            bobs.join(room);
            adas.say("typing", fields -> fields.put("room", room).put("typing", true));

            assertThat(bobs.next("typing").path("typing").asBoolean()).isTrue();
            bobs.say("pong", fields -> {});
            assertThat(bobs.next("typing").path("typing").asBoolean(true)).isFalse();
        }
    }

    @Test
    void chatGoesOnWithoutRedis() {
        EmbeddedRedis redis = EmbeddedStack.shared().redis();
        People.SignedIn bob = People.register("bob");
        redis.kill();
        try (ChatClient adas = ChatClient.greeted(uri, ada.accessToken());
                ChatClient bobs = ChatClient.greeted(uri, bob.accessToken())) {
            adas.join(room);
            bobs.join(room);
            assertThat(adas.send(room, "without").path("type").asText()).isEqualTo("ack");
            assertThat(bobs.next("event").at("/data/text").asText()).isEqualTo("without");
            adas.say("typing", fields -> fields.put("room", room).put("typing", true));
            assertThat(bobs.next("typing").path("typing").asBoolean()).isTrue();
            assertThat(bobs.ask("presence", fields -> fields.put("room", room))
                            .path("count")
                            .asInt())
                    .isEqualTo(2);
        } finally {
            redis.start();
            awaitListener(redis);
        }
    }

    /** The tests after this one rely on what is published: until the server hears it again. */
    private void awaitListener(EmbeddedRedis redis) {
        await().ignoreExceptions()
                .until(() -> link.isUp()
                        && redis.command("PUBLISH confab:presence -").matches(":[1-9]"));
    }
}
