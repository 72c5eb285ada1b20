package dev.confab.chat.protocol.confab;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.client.socket.SocketAuth;
import dev.confab.common.docs.AsyncApi;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a list of rooms and people shows of those who are there. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-14")
class LookTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AsyncApi api = new AsyncApi();

    @TestHTTPResource("/ws")
    URI socket;

    TestUser ann;
    TestUser ben;
    String room;

    @BeforeEach
    void openARoom() {
        ann = TestUser.register();
        ben = TestUser.register();
        room = TestRooms.uniqueName("watched");
        ann.rest().put("/api/rooms/{room}", room).then().statusCode(201);
    }

    @Test
    void whoWatchesARoomIsToldHowManyAreThere() {
        try (ChatClient list = ChatClient.greeted(socket, ann.accessToken());
                ChatClient other = ChatClient.greeted(socket, ben.accessToken())) {
            list.ask("join", fields -> fields.put("room", room).put("watch", true));
            assertThat(look(list, List.of(room, "elsewhere"), List.of()).path("rooms"))
                    .hasToString("{\"" + room + "\":0}");
            other.join(room);
            JsonNode told = list.next("presence");
            api.check("presenceCounted", told);
            assertThat(told.path("room").asText()).isEqualTo(room);
            assertThat(told.path("count").asInt()).isEqualTo(1);
            assertThat(look(list, List.of(room), List.of())
                            .path("rooms")
                            .path(room)
                            .asInt())
                    .isEqualTo(1);
            assertThat(look(list, List.of(), List.of()).path("rooms")).isEmpty();
            other.ask("leave", fields -> fields.put("room", room));
            // A message after it shows that nothing came of the leave.
            other.join(room);
            other.send(room, "still here");
            JsonNode next = list.socket().receiveJson(PATIENCE);
            while (!next.path("type").asText().equals("event")) {
                assertThat(next.path("type").asText()).isNotEqualTo("presence");
                next = list.socket().receiveJson(PATIENCE);
            }
        }
    }

    @Test
    void roomsThatAreNotWatchedAreNotLookedInto() {
        String secret = TestRooms.uniqueName("secret");
        ben.rest()
                .body(Map.of("name", secret, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        try (ChatClient list = ChatClient.greeted(socket, ann.accessToken())) {
            assertThat(look(list, List.of(secret, room), List.of()).path("rooms"))
                    .isEmpty();
        }
    }

    @Test
    void whoIsRemovedFromARoomLooksIntoItNoMore() {
        String secret = TestRooms.uniqueName("secret");
        ben.rest()
                .body(Map.of("name", secret, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        ben.rest()
                .body(Map.of("role", "member"))
                .put("/api/rooms/{room}/members/{user}", secret, ann.name())
                .then()
                .statusCode(201);
        try (ChatClient list = ChatClient.greeted(socket, ann.accessToken())) {
            list.ask("join", fields -> fields.put("room", secret).put("watch", true));
            assertThat(look(list, List.of(secret), List.of()).path("rooms")).hasSize(1);
            ben.rest()
                    .delete("/api/rooms/{room}/members/{user}", secret, ann.name())
                    .then()
                    .statusCode(204);
            list.next("left");
            assertThat(look(list, List.of(secret), List.of()).path("rooms")).isEmpty();
        }
    }

    @Test
    void whoLooksAtPeopleIsToldWhenTheyComeAndGoAndWhatTheyTell() {
        try (ChatClient list = ChatClient.greeted(socket, ann.accessToken())) {
            assertThat(look(list, List.of(), List.of(ben)).path("people")).isEmpty();
            // A program that does not show its user is nobody who is online.
            ChatClient.greeted(socket, ben.accessToken()).close();
            ChatClient first = shown(ben);
            try (ChatClient second = shown(ben)) {
                JsonNode came = list.next("online");
                api.check("personShown", came);
                assertThat(came.path("online").asBoolean()).isTrue();
                assertThat(came.at("/user/username").asText()).isEqualTo(ben.name());
                assertThat(look(list, List.of(), List.of(ben, ann)).path("people"))
                        .extracting(JsonNode::asText)
                        .containsExactly(ben.id().toString());
                ben.rest()
                        .body(Map.of("text", "at lunch"))
                        .put("/api/me/status")
                        .then()
                        .statusCode(200);
                JsonNode status = list.next("status");
                api.check("statusShown", status);
                assertThat(status.at("/status/text").asText()).isEqualTo("at lunch");
                assertThat(status.has("room")).isFalse();
                first.close();
                second.ask("ping", fields -> {});
                assertThat(look(list, List.of(), List.of(ben)).path("people")).hasSize(1);
            }
            // The first one left is not told: the second one is still there.
            JsonNode went = list.next("online");
            assertThat(went.path("online").asBoolean()).isFalse();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(look(list, List.of(), List.of(ben)).path("people"))
                                    .isEmpty());
        }
    }

    private ChatClient shown(TestUser user) {
        ChatClient client = ChatClient.connect(socket, SocketAuth.bearer(user.accessToken()));
        client.ask("hello", fields -> fields.put("present", true));
        return client;
    }

    private JsonNode look(ChatClient client, List<String> rooms, List<TestUser> people) {
        JsonNode answer = client.ask("look", fields -> {
            strings(fields, "rooms", rooms);
            strings(
                    fields,
                    "people",
                    people.stream().map(user -> user.id().toString()).toList());
            ObjectNode whole = fields.deepCopy().put("type", "look");
            api.check("look", whole);
        });
        api.check("lookedAt", answer);
        return answer;
    }

    private static void strings(ObjectNode fields, String name, List<String> values) {
        values.forEach(fields.putArray(name)::add);
    }
}
