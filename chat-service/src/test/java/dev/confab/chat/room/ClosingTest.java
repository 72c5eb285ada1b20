package dev.confab.chat.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.common.docs.AsyncApi;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-08")
class ClosingTest {

    @TestHTTPResource("/ws")
    URI socket;

    @TestHTTPResource("/")
    URI server;

    TestUser owner;
    TestUser visitor;
    String room;

    @BeforeEach
    void createRoom() {
        owner = TestUser.register();
        visitor = TestUser.register();
        room = TestRooms.uniqueName("room");
        owner.rest().put("/api/rooms/{room}", room).then().statusCode(201);
    }

    @Test
    void disconnectsEveryoneWithTheReason() {
        try (ChatClient watching = ChatClient.greeted(socket, visitor.accessToken());
                SocketClient simple = SocketClient.connect(
                        server.resolve("/ws/chat/" + room + "/"), SocketAuth.bearer(visitor.accessToken()))) {
            // Inside only now: the handshake is answered before.
            simple.receiveType("user_join", ChatClient.PATIENCE);
            watching.join(room);
            watching.send(room, "hello");
            simple.receiveType("message", ChatClient.PATIENCE);
            close(owner, Map.of("reason", "chat ended")).then().statusCode(204);

            JsonNode left = watching.next("left");
            assertThat(left.path("code").asText()).isEqualTo("room_closed");
            assertThat(left.path("message").asText()).isEqualTo("chat ended");
            new AsyncApi().check("roomClosed", left);
            assertThat(simple.receiveType("closed", ChatClient.PATIENCE)
                            .path("message")
                            .asText())
                    .isEqualTo("chat ended");
            assertThat(simple.closeCode(ChatClient.PATIENCE)).isEqualTo(4010);
            assertThat(simple.closeReason(ChatClient.PATIENCE)).isEqualTo("chat ended");

            // It was not made an archive, so whoever wants to can go on.
            assertThat(watching.join(room).path("type").asText()).isEqualTo("joined");
            assertThat(watching.send(room, "again").path("type").asText()).isEqualTo("ack");
        }
    }

    @Test
    void letsNobodyPostInAnArchiveUntilItIsOpenedAgain() {
        try (ChatClient client = ChatClient.greeted(socket, owner.accessToken())) {
            assertThat(client.ask(
                                    "close",
                                    fields -> fields.put("room", room)
                                            .put("reason", "done")
                                            .put("archive", true))
                            .path("type")
                            .asText())
                    .isEqualTo("ok");
            assertThat(client.join(room).path("type").asText()).isEqualTo("joined");
            post(owner).then().statusCode(409).body("code", equalTo("room_closed"));
            post(visitor).then().statusCode(409);
            visitor.rest().get("/api/rooms/{room}/messages", room).then().statusCode(200);
            visitor.rest().get("/api/rooms/{room}", room).then().body("closedReason", equalTo("done"));

            reopen(visitor).then().statusCode(403);
            reopen(owner).then().statusCode(204);
            reopen(owner).then().statusCode(409);
            visitor.rest().get("/api/rooms/{room}", room).then().body("closedReason", nullValue());
            post(visitor).then().statusCode(201);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"reason\":\" \"}", "{\"reason\":\"a\\u0000b\"}", "null"})
    void needsAReason(String body) {
        owner.rest().body(body).post("/api/rooms/{room}/close", room).then().statusCode(400);
    }

    @Test
    void isForOwners() {
        String secret = TestRooms.uniqueName("secret");
        owner.rest()
                .body(Map.of("name", secret, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        for (Response refused : List.of(
                visitor.rest().body(Map.of("reason", "x")).post("/api/rooms/{room}/close", secret),
                visitor.rest().post("/api/rooms/{room}/reopen", secret))) {
            refused.then().statusCode(404).body("code", equalTo("room_not_found"));
        }
        close(visitor, Map.of("reason", "x")).then().statusCode(403).body("code", equalTo("forbidden"));
    }

    @Test
    void cutsALongReasonBetweenCharacters() {
        String reason = "\uD83D\uDE00".repeat(120);
        try (SocketClient simple = SocketClient.connect(
                server.resolve("/ws/chat/" + room + "/"), SocketAuth.bearer(visitor.accessToken()))) {
            simple.sendJson(Map.of("message", "hello"));
            simple.receiveType("message", ChatClient.PATIENCE);
            close(owner, Map.of("reason", reason)).then().statusCode(204);
            assertThat(simple.closeCode(ChatClient.PATIENCE)).isEqualTo(4010);
            assertThat(simple.closeReason(ChatClient.PATIENCE)).isEqualTo("\uD83D\uDE00".repeat(30));
        }
    }

    private Response close(TestUser actor, Map<String, String> closing) {
        return actor.rest().body(closing).post("/api/rooms/{room}/close", room);
    }

    private Response reopen(TestUser actor) {
        return actor.rest().post("/api/rooms/{room}/reopen", room);
    }

    private Response post(TestUser author) {
        return author.rest()
                .body(Map.of("clientMessageId", UUID.randomUUID().toString(), "text", "hi"))
                .post("/api/rooms/{room}/messages", room);
    }
}
