package dev.confab.chat.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.hint.RoomHintService;
import dev.confab.chat.personal.Person;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.docs.AsyncApi;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drafts, receipts and status. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class PersonalTouchesTest {

    @TestHTTPResource("/ws")
    URI uri;

    @Inject
    StreamLog log;

    @Inject
    RoomHintService hints;

    TestUser ann;
    TestUser ben;
    String room;
    UUID roomId;

    @BeforeEach
    void twoInAPrivateRoom() {
        ann = TestUser.register();
        ben = TestUser.register();
        room = TestRooms.uniqueName("room");
        roomId = UUID.fromString(ann.rest()
                .body(Map.of("name", room, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
        ann.rest()
                .body(Map.of("role", "member"))
                .put("/api/rooms/{room}/members/{user}", room, ben.name())
                .then()
                .statusCode(201);
    }

    @Test
    void aStatusIsInTheListOfConversationsUntilItEnds() {
        ann.rest()
                .body(Map.of("usernames", List.of(ben.name())))
                .post("/api/conversations")
                .then()
                .statusCode(201);
        String until =
                Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS).toString();
        ben.rest()
                .body(Map.of("text", "at lunch", "emoji", "\uD83C\uDF55", "until", until))
                .put("/api/me/status")
                .then()
                .statusCode(200);
        String bens = "items[0].members.find { it.username == '" + ben.name() + "' }.status";
        ann.rest()
                .get("/api/rooms?kind=direct")
                .then()
                .statusCode(200)
                .body(bens + ".text", equalTo("at lunch"))
                .body(bens + ".emoji", equalTo("\uD83C\uDF55"))
                .body(bens + ".until", equalTo(until));
        ben.rest().delete("/api/me/status").then().statusCode(204);
        ann.rest().get("/api/rooms?kind=direct").then().body(bens, nullValue());
    }

    @Test
    void aDraftIsOnAllDevicesUntilItIsEmptied() {
        String thread = UUID.randomUUID().toString();
        draft(ann, Map.of("text", "dear all")).then().statusCode(204);
        draft(ann, Map.of("text", "dear all")).then().statusCode(204);
        draft(ann, Map.of("text", "in the thread", "threadId", thread)).then().statusCode(204);
        ann.rest()
                .get("/api/me/drafts")
                .then()
                .body("items", hasSize(2))
                .body("items[0].threadId", equalTo(thread))
                .body("items[1].text", equalTo("dear all"))
                .body("items[1].room", equalTo(room));
        draft(ann, Map.of("text", "")).then().statusCode(204);
        draft(ann, Map.of("text", "")).then().statusCode(204);
        ann.rest().get("/api/me/drafts").then().body("items", hasSize(1));
        ben.rest().get("/api/me/drafts").then().body("items", hasSize(0));

        List<StreamEvent> events = log.read(ann.id(), 0, 100).stream()
                .filter(event -> event.type().equals("draft.changed"))
                .toList();
        assertThat(events).as("what changes nothing tells nobody").hasSize(3);
        assertThat(events.getLast().data()).contains("\"text\"").contains(room);

        draft(TestUser.register(), Map.of("text", "x")).then().statusCode(404);
        draft(ann, Map.of("text", "x".repeat(10_001))).then().statusCode(400);
        draft(ann, Map.of("text", "x", "threadId", "y")).then().statusCode(400);
    }

    @Test
    void receiptsNameTheMembersWhoHaveReadAMessage() {
        String id = ann.rest()
                .body(Map.of("clientMessageId", "1", "text", "hello"))
                .post("/api/rooms/{room}/messages", room)
                .then()
                .statusCode(201)
                .extract()
                .path("messageId");
        long top = log.positions(List.of(roomId)).get(roomId).seq();
        receipts(ann, room, id)
                .then()
                .statusCode(200)
                .body("members", equalTo(2))
                .body("items", hasSize(0));
        ben.rest()
                .body(Map.of("seq", top))
                .put("/api/rooms/{room}/read", room)
                .then()
                .statusCode(204);
        ann.rest()
                .body(Map.of("seq", top))
                .put("/api/rooms/{room}/read", room)
                .then()
                .statusCode(204);
        receipts(ben, room, id).then().body("items", hasSize(1)).body("items.username", hasItem(ben.name()));
        ben.rest()
                .body(Map.of("seq", top))
                .post("/api/rooms/{room}/unread", room)
                .then()
                .statusCode(204);
        receipts(ann, room, id).then().body("items", hasSize(0));

        receipts(ann, room, UUID.randomUUID().toString()).then().statusCode(404);
        receipts(TestUser.register(), room, id).then().statusCode(404);
        String open = TestRooms.uniqueName("open");
        ann.rest().put("/api/rooms/{room}", open).then().statusCode(201);
        receipts(ann, open, id).then().statusCode(409);
    }

    @Test
    void aStatusIsShownWhereThePersonIs() {
        AsyncApi api = new AsyncApi();
        try (ChatClient anns = ChatClient.greeted(uri, ann.accessToken());
                ChatClient bens = ChatClient.greeted(uri, ben.accessToken())) {
            anns.join(room);
            bens.join(room);
            // The join is answered before Ben is present; what follows waits for that.
            bens.ask("ping", fields -> {});
            ben.rest()
                    .body(Map.of("text", "at lunch", "emoji", "🍲"))
                    .put("/api/me/status")
                    .then()
                    .statusCode(200);
            JsonNode shown = anns.next("status");
            api.check("statusShown", shown);
            assertThat(shown.path("room").asText()).isEqualTo(room);
            assertThat(shown.at("/user/id").asText()).isEqualTo(ben.id().toString());
            assertThat(shown.at("/status/text").asText()).isEqualTo("at lunch");
            JsonNode present = anns.ask("presence", frame -> frame.put("room", room));
            api.check("present", present);
            assertThat(present.path("users").toString()).contains("at lunch");
            ann.rest().get("/api/rooms/{room}/presence", room).then().body("users.status.text", hasItem("at lunch"));
            ann.rest()
                    .get("/api/users/{user}/status", ben.name())
                    .then()
                    .statusCode(200)
                    .body("status.text", equalTo("at lunch"));

            ben.rest().delete("/api/me/status").then().statusCode(204);
            JsonNode cleared = anns.next("status");
            api.check("statusShown", cleared);
            assertThat(cleared.path("status").isNull()).isTrue();

            hints.show(roomId, "receipt", Map.of("user", new Person(ben.id(), ben.name()), "seq", 3));
            api.check("receiptShown", anns.next("receipt"));
        }
        ann.rest().get("/api/users/{user}/status", ben.name()).then().body("status", nullValue());
        ann.rest().get("/api/users/{user}/status", "nobody-at-all").then().statusCode(404);
        ann.rest()
                .body(Map.of("text", "x".repeat(81)))
                .put("/api/me/status")
                .then()
                .statusCode(400);
        ann.rest()
                .body(Map.of("text", "x", "until", Instant.now().minusSeconds(5).toString()))
                .put("/api/me/status")
                .then()
                .statusCode(400);
    }

    private Response draft(TestUser user, Map<String, String> body) {
        return user.rest().body(body).put("/api/rooms/{room}/draft", room);
    }

    private static Response receipts(TestUser user, String room, String message) {
        return user.rest().get("/api/rooms/{room}/messages/{message}/receipts", room, message);
    }
}
