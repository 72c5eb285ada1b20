package dev.confab.chat.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-07")
class WhisperTest {

    @TestHTTPResource("/")
    URI server;

    @Inject
    StreamLog log;

    TestUser ann;
    TestUser ben;
    TestUser carl;
    String room;
    UUID roomId;

    @BeforeEach
    void threeInAPrivateRoom() {
        ann = TestUser.register();
        ben = TestUser.register();
        carl = TestUser.register();
        room = TestRooms.uniqueName("room");
        roomId = UUID.fromString(ann.rest()
                .body(Map.of("name", room, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
        for (TestUser member : List.of(ben, carl)) {
            ann.rest()
                    .body(Map.of("role", "member"))
                    .put("/api/rooms/{room}/members/{user}", room, member.name())
                    .then()
                    .statusCode(201);
        }
    }

    @Test
    void reachesThoseWhoAreNamedAndNobodyElseAlsoWhenTheyAreAway() {
        whisper(ann, "1", "for ben", ben.name().toUpperCase(Locale.ROOT))
                .then()
                .statusCode(201)
                .body("to", hasSize(1))
                .body("to[0].id", equalTo(ben.id().toString()))
                .body("duplicate", equalTo(false));

        assertThat(whispersOf(ann)).hasSize(1);
        assertThat(whispersOf(ben)).hasSize(1);
        assertThat(whispersOf(carl)).isEmpty();
        assertThat(log.read(roomId, 0, 1000)).noneMatch(event -> event.data().contains("for ben"));
        StreamEvent copy = whispersOf(ben).getFirst();
        assertThat(copy.actorId()).isEqualTo(ann.id());
        assertThat(copy.data()).contains("for ben").contains(roomId.toString());
    }

    @Test
    void isSentOnceHoweverOftenItIsRepeated() {
        String first = whisper(ann, "same", "hello", ben.name())
                .then()
                .statusCode(201)
                .extract()
                .path("messageId");
        whisper(ann, "same", "hello again", ben.name(), carl.name())
                .then()
                .statusCode(200)
                .body("messageId", equalTo(first))
                .body("duplicate", equalTo(true))
                .body("to", hasSize(1));
        assertThat(whispersOf(ben)).hasSize(1);
        assertThat(whispersOf(carl)).isEmpty();
    }

    @Test
    void isRefusedAsAWholeWhenOneOfThemMayNotReadTheRoom() {
        TestUser stranger = TestUser.register();
        whisper(ann, "1", "hello", ben.name(), stranger.name())
                .then()
                .statusCode(404)
                .body("code", equalTo("user_not_found"));
        whisper(ann, "2", "hello", "nobody-of-that-name").then().statusCode(404);
        whisper(ann, "3", "hello", ann.name()).then().statusCode(400);
        whisper(ann, "4", "  ", ben.name()).then().statusCode(422).body("code", equalTo("message_blank"));
        whisper(ann, "5", "hello").then().statusCode(400);
        whisper(stranger, "6", "hello", ben.name()).then().statusCode(404).body("code", equalTo("room_not_found"));
        assertThat(whispersOf(ben)).isEmpty();
        assertThat(whispersOf(stranger)).isEmpty();
    }

    @Test
    @Tag("CH-13")
    void keepsToTheSlowModeAndTheWordsOfTheRoom() {
        ann.rest()
                .body("{\"slowModeSeconds\":3600,\"bannedWords\":[\"soup\"]}")
                .patch("/api/rooms/{room}", room)
                .then()
                .statusCode(200);
        whisper(ben, "0", "soup", carl.name()).then().statusCode(422).body("code", equalTo("banned_words"));
        String first = whisper(ben, "1", "one", carl.name())
                .then()
                .statusCode(201)
                .extract()
                .path("messageId");
        whisper(ben, "2", "two", carl.name())
                .then()
                .statusCode(429)
                .body("code", equalTo("slow_mode"))
                .body("retryAfterMs", greaterThan(3_000_000));
        ben.rest()
                .body(Map.of("text", "aloud", "clientMessageId", "3"))
                .post("/api/rooms/{room}/messages", room)
                .then()
                .statusCode(429)
                .body("code", equalTo("slow_mode"));
        whisper(ben, "1", "one", carl.name()).then().statusCode(200).body("messageId", equalTo(first));
        whisper(ann, "1", "owners talk", carl.name()).then().statusCode(201);
        whisper(ann, "2", "as they like", carl.name()).then().statusCode(201);
    }

    @Test
    void isACommandOfBothProtocols() {
        URI simple = server.resolve("/ws/chat/" + room + "/");
        try (ChatClient anns = ChatClient.greeted(server.resolve("/ws"), ann.accessToken());
                ChatClient bens = ChatClient.greeted(server.resolve("/ws"), ben.accessToken());
                SocketClient bensOther = SocketClient.connect(simple, SocketAuth.bearer(ben.accessToken()))) {
            hearsOf(bensOther, ben);
            try (SocketClient carls = SocketClient.connect(simple, SocketAuth.bearer(carl.accessToken()))) {
                hearsOf(carls, carl);
                hearsOf(bensOther, carl);
                whisperAcrossProtocols(anns, bens, bensOther, carls);
            }
        }
    }

    private static void hearsOf(SocketClient socket, TestUser comer) {
        socket.receiveJson(
                ChatClient.PATIENCE,
                frame -> frame.path("type").asText().equals("user_join")
                        && frame.path("username").asText().equals(comer.name()));
    }

    private void whisperAcrossProtocols(ChatClient anns, ChatClient bens, SocketClient bensOther, SocketClient carls) {
        JsonNode reply = anns.ask("whisper", frame -> {
            frame.put("room", room).put("text", "by the native one").put("clientMessageId", "w1");
            frame.putArray("to").add(ben.name());
        });
        assertThat(reply.path("type").asText()).isEqualTo("ok");
        JsonNode event = bens.next("event");
        assertThat(event.path("kind").asText()).isEqualTo("message.whispered");
        assertThat(event.at("/data/messageId").asText())
                .isEqualTo(reply.at("/result/messageId").asText());
        JsonNode shown = bensOther.receiveType("message", ChatClient.PATIENCE);
        assertThat(shown.path("private").asBoolean()).isTrue();
        assertThat(shown.path("message").asText()).isEqualTo("by the native one");
        assertThat(shown.path("username").asText()).isEqualTo(ann.name());
        assertThat(shown.at("/to/0").asText()).isEqualTo(ben.name());

        bensOther.sendText("{\"message\":\"by the simple one\",\"to\":[\"" + ann.name() + "\"]}");
        assertThat(bensOther
                        .receiveType("message", ChatClient.PATIENCE)
                        .path("private")
                        .asBoolean())
                .isTrue();
        assertThat(whispersOf(ann)).hasSize(2);

        // What Carl sees first is what comes after both.
        bensOther.sendText("{\"message\":\"for all\"}");
        JsonNode first = carls.receiveType("message", ChatClient.PATIENCE);
        assertThat(first.path("message").asText()).isEqualTo("for all");
        assertThat(first.has("private")).isFalse();
    }

    private Response whisper(TestUser author, String clientMessageId, String text, String... to) {
        return author.rest()
                .body(Map.of("to", List.of(to), "text", text, "clientMessageId", clientMessageId))
                .post("/api/rooms/{room}/whispers", room);
    }

    private List<StreamEvent> whispersOf(TestUser person) {
        return log.read(person.id(), 0, 1000).stream()
                .filter(event -> event.type().equals("message.whispered"))
                .toList();
    }
}
