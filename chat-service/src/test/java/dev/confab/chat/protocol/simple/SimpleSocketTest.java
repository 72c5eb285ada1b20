package dev.confab.chat.protocol.simple;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.account.People;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class SimpleSocketTest {

    @TestHTTPResource("/")
    URI server;

    private People.SignedIn ada;
    private People.SignedIn bob;
    private String room;

    @BeforeEach
    void twoPeople() {
        ada = People.register("ada");
        bob = People.register("bob");
        room = People.freshName("room");
    }

    private SocketClient enter(People.SignedIn person, String path) {
        return SocketClient.connect(server.resolve("/ws/chat/" + path), SocketAuth.bearer(person.accessToken()));
    }

    /** Enters and waits until the room knows it. */
    private SocketClient inside(People.SignedIn person) {
        SocketClient socket = enter(person, room + "/");
        socket.receiveJson(
                ChatClient.PATIENCE,
                frame -> frame.path("type").asText().equals("user_join")
                        && frame.path("username").asText().equals(person.username()));
        return socket;
    }

    private static JsonNode next(SocketClient socket, String type) {
        return socket.receiveType(type, ChatClient.PATIENCE);
    }

    @Test
    @Tag("CH-01")
    @Tag("CH-02")
    void deliversMessagesWithOrWithoutATypeToEveryone() {
        try (SocketClient adas = inside(ada);
                SocketClient bobs = inside(bob)) {
            adas.sendText("{\"message\": \"hi <i>\"}");
            adas.sendText("{\"type\":\"message\",\"message\":\"again\",\"username\":\"mallory\",\"user\":\"mallory\"}");

            for (SocketClient receiver : List.of(adas, bobs)) {
                JsonNode first = next(receiver, "message");
                assertThat(first.path("message").asText()).isEqualTo("hi <i>");
                assertThat(first.path("username").asText()).isEqualTo(ada.username());
                assertThat(first.path("user").asText()).isEqualTo(ada.username());
                assertThat(UUID.fromString(first.path("message_id").asText())).isNotNull();
                assertThat(Instant.parse(first.path("timestamp").asText())).isNotNull();
                JsonNode second = next(receiver, "message");
                assertThat(second.path("message").asText()).isEqualTo("again");
                assertThat(second.path("username").asText()).isEqualTo(ada.username());
            }
        }
    }

    @Test
    @Tag("CH-01")
    void createsTheRoomAndTakesUnicodeNamesWithAndWithoutSlash() {
        String name = "Füße_数_" + People.freshName("x");
        String path = URLEncoder.encode(name, StandardCharsets.UTF_8);
        try (SocketClient adas = enter(ada, path + "/");
                SocketClient bobs = enter(bob, path)) {
            next(bobs, "user_join");
            adas.sendJson(Map.of("message", "servus"));
            assertThat(next(bobs, "message").path("message").asText()).isEqualTo("servus");
        }
        assertThat(People.as(ada).get("/api/rooms/{room}", name).<String>path("name"))
                .isEqualTo(name);
    }

    @Test
    @Tag("CH-06")
    void refusesNamesThatNoRoomCanHaveAndRoomsThatAreNotForEveryone() {
        for (String bad : List.of("a-b/", "a%20b/", "a%2Fb/", "x".repeat(101), "%00/")) {
            try (SocketClient socket = enter(ada, bad)) {
                assertThat(socket.closeCode(ChatClient.PATIENCE)).as(bad).isEqualTo(4003);
                assertThat(socket.closeReason(ChatClient.PATIENCE)).isEqualTo("invalid room name");
            }
        }
        People.as(ada)
                .body(Map.of("name", room, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        try (SocketClient socket = enter(bob, room + "/")) {
            assertThat(next(socket, "error").path("code").asText()).isEqualTo("room_not_found");
            assertThat(socket.closeCode(ChatClient.PATIENCE)).isEqualTo(4003);
        }
    }

    @Test
    @Tag("CH-06")
    void refusesAnonymousUsersAfterTheHandshake() {
        try (SocketClient socket = SocketClient.connect(server.resolve("/ws/chat/lobby/"), SocketAuth.none())) {
            assertThat(socket.closeCode(ChatClient.PATIENCE)).isEqualTo(4001);
        }
    }

    @Test
    @Tag("CH-03")
    void showsTypingToTheOthersOnly() {
        try (SocketClient adas = inside(ada);
                SocketClient bobs = inside(bob)) {
            adas.sendText("{\"type\":\"typing\",\"is_typing\":true}");
            JsonNode shown = next(bobs, "typing");
            assertThat(shown.path("username").asText()).isEqualTo(ada.username());
            assertThat(shown.path("is_typing").asBoolean()).isTrue();

            adas.sendText("{\"message\":\"done\"}");
            assertThat(next(bobs, "typing").path("is_typing").asBoolean(true)).isFalse();
            JsonNode own = adas.receiveJson(
                    ChatClient.PATIENCE, frame -> !frame.path("type").asText().startsWith("user_"));
            assertThat(own.path("type").asText()).isEqualTo("message");
        }
    }

    @Test
    @Tag("CH-04")
    void announcesThreeTabsAsOnePerson() {
        try (SocketClient bobs = inside(bob)) {
            List<SocketClient> tabs =
                    IntStream.range(0, 3).mapToObj(tab -> enter(ada, room)).toList();
            // What a tab says waits until it is in the room, and so does the answer.
            for (SocketClient tab : tabs) {
                tab.sendText("{\"type\":\"dance\"}");
                next(tab, "error");
            }
            assertThat(next(bobs, "user_join").path("username").asText()).isEqualTo(ada.username());
            tabs.get(0).sendText("{\"message\":\"all here\"}");
            next(tabs.get(1), "message");
            next(tabs.get(2), "message");

            tabs.get(0).close();
            tabs.get(1).abort();
            tabs.get(2).close();

            List<String> heard = new ArrayList<>();
            JsonNode frame = bobs.receiveJson(ChatClient.PATIENCE);
            while (!frame.path("type").asText().equals("user_leave")) {
                heard.add(frame.path("type").asText());
                frame = bobs.receiveJson(ChatClient.PATIENCE);
            }
            assertThat(heard).containsExactly("message");
            assertThat(frame.path("username").asText()).isEqualTo(ada.username());
        }
    }

    @Test
    @Tag("CH-05")
    void answersBadFramesStaysAndIgnoresBlankMessages() {
        try (SocketClient adas = inside(ada)) {
            Map<String, String> bad = Map.of(
                    "nonsense", "malformed_json",
                    "[]", "invalid_frame",
                    "{}", "invalid_frame",
                    "{\"message\":7}", "invalid_frame",
                    "{\"type\":\"message\"}", "invalid_frame",
                    "{\"type\":\"typing\",\"is_typing\":\"yes\"}", "invalid_frame",
                    "{\"type\":\"dance\"}", "unknown_type");
            bad.forEach((text, code) -> {
                adas.sendText(text);
                JsonNode error = adas.receiveJson(ChatClient.PATIENCE);
                assertThat(error.path("type").asText()).isEqualTo("error");
                assertThat(error.path("code").asText()).as(text).isEqualTo(code);
                assertThat(error.path("message").asText()).isNotEmpty();
            });
            adas.sendText("{\"message\":\"   \"}");
            adas.sendText("{\"message\":\"still here\"}");

            assertThat(adas.receiveJson(ChatClient.PATIENCE).path("message").asText())
                    .isEqualTo("still here");
        }
    }

    @Test
    @Tag("CH-13")
    void saysWhyAMessageIsRefusedAndWhenToTryAgain() {
        try (SocketClient adas = inside(ada)) {
            adas.sendJson(Map.of("message", "x".repeat(1001)));
            assertThat(next(adas, "error").path("code").asText()).isEqualTo("message_too_long");
            IntStream.range(0, 40).forEach(number -> adas.sendJson(Map.of("message", "fast " + number)));

            JsonNode error = next(adas, "error");
            assertThat(error.path("code").asText()).isEqualTo("rate_limited");
            assertThat(error.path("retry_after_ms").asLong()).isPositive();
        }
    }
}
