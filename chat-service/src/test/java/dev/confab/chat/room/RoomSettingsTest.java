package dev.confab.chat.room;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
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
class RoomSettingsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TestHTTPResource("/ws")
    URI socket;

    TestUser owner;
    TestUser moderator;
    TestUser visitor;
    String room;

    @BeforeEach
    void createRoom() {
        owner = TestUser.register();
        moderator = TestUser.register();
        visitor = TestUser.register();
        room = TestRooms.uniqueName("room");
        owner.rest().put("/api/rooms/{room}", room).then().statusCode(201);
        put(moderator, "moderator").then().statusCode(201);
    }

    @Test
    void changesWhatIsGivenAndTellsIt() {
        try (ChatClient watching = ChatClient.greeted(socket, visitor.accessToken())) {
            watching.join(room);
            patch(owner, "{\"topic\":\" Lunch \",\"retentionDays\":30,\"bannedWords\":[\"soup\"]}")
                    .then()
                    .statusCode(200)
                    .body("topic", equalTo("Lunch"))
                    .body("retentionDays", equalTo(30))
                    .body("slowModeSeconds", equalTo(0))
                    .body("defaultRole", equalTo("member"))
                    .body("myRole", equalTo("owner"))
                    .body("kind", equalTo("channel"));
            JsonNode event = watching.next("event");
            assertThat(event.path("kind").asText()).isEqualTo("room.updated");
            assertThat(event.at("/data/topic").asText()).isEqualTo("Lunch");
            assertThat(event.at("/data/retentionDays").asInt()).isEqualTo(30);
            assertThat(event.path("data").toString()).doesNotContain("soup");

            patch(owner, "{\"topic\":\"Lunch\"}").then().statusCode(200);
            patch(owner, "{\"topic\":\"\",\"retentionDays\":null}")
                    .then()
                    .statusCode(200)
                    .body("topic", nullValue())
                    .body("retentionDays", nullValue());
            JsonNode second = watching.next("event");
            assertThat(second.path("seq").asLong())
                    .as("what changed nothing was told nobody")
                    .isEqualTo(event.path("seq").asLong() + 1);
        }
        visitor.rest().get("/api/rooms/{room}", room).then().body("myRole", equalTo("member"));
    }

    @Test
    @Tag("CH-13")
    void judgesMessagesByTheWordsAndTheSpeedOfTheRoom() {
        try (ChatClient talking = ChatClient.greeted(socket, visitor.accessToken())) {
            talking.join(room);
            assertThat(talking.send(room, "nice soup").path("type").asText()).isEqualTo("ack");
            patch(owner, "{\"bannedWords\":[\"soup\"]}").then().statusCode(200);
            assertThat(talking.send(room, "more SOUP!").path("code").asText()).isEqualTo("banned_words");
            moderator.rest().get("/api/rooms/{room}/banned-words", room).then().body("words", contains("soup"));
            visitor.rest().get("/api/rooms/{room}/banned-words", room).then().statusCode(403);

            patch(moderator, "{\"slowModeSeconds\":3600}").then().statusCode(200);
            assertThat(talking.send(room, "first", "one").path("type").asText()).isEqualTo("ack");
            JsonNode refused = talking.send(room, "two");
            assertThat(refused.path("code").asText()).isEqualTo("slow_mode");
            assertThat(refused.path("temporary").asBoolean()).isTrue();
            assertThat(refused.path("retryAfterMs").asLong()).isGreaterThan(3_000_000);
            JsonNode repeated = talking.send(room, "first", "one");
            assertThat(repeated.path("duplicate").asBoolean()).isTrue();
            // Once the limit on everybody's messages has a permit again.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> post(visitor)
                            .then()
                            .statusCode(429)
                            .body("code", equalTo("slow_mode"))
                            .body("retryAfterMs", greaterThan(3_000_000)));
            post(moderator).then().statusCode(201);
            post(moderator).then().statusCode(201);
        }
    }

    @Test
    void letsOnlyThosePostWhoHaveBeenGivenTheRoleInARoomToRead() {
        patch(owner, "{\"defaultRole\":\"read_only\"}").then().statusCode(200);
        try (ChatClient reading = ChatClient.greeted(socket, visitor.accessToken())) {
            reading.join(room);
            assertThat(reading.send(room, "hi").path("code").asText()).isEqualTo("forbidden");
            post(visitor).then().statusCode(403);
            put(visitor, "member").then().statusCode(201);
            assertThat(reading.send(room, "hi").path("type").asText()).isEqualTo("ack");
        }
    }

    @Test
    void endsTheVisitsOfOthersWhenTheRoomBecomesPrivate() {
        try (ChatClient visiting = ChatClient.greeted(socket, visitor.accessToken());
                ChatClient staying = ChatClient.greeted(socket, moderator.accessToken())) {
            visiting.join(room);
            staying.join(room);
            patch(owner, "{\"visibility\":\"private\"}").then().statusCode(200).body("visibility", equalTo("private"));
            assertThat(visiting.next("left").path("code").asText()).isEqualTo("removed_from_room");
            assertThat(visiting.join(room).path("code").asText()).isEqualTo("room_not_found");
            assertThat(staying.send(room, "still here").path("type").asText()).isEqualTo("ack");
        }
        visitor.rest().get("/api/rooms/{room}", room).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"visibility\":\"secret\"}",
                "{\"slowModeSeconds\":-1}",
                "{\"slowModeSeconds\":100000}",
                "{\"retentionDays\":0}",
                "{\"retentionDays\":\"x\"}",
                "{\"defaultRole\":\"owner\"}",
                "{\"bannedWords\":[\"!\"]}",
                "{\"topic\":\"a\\u0000b\"}",
                "null"
            })
    void refusesWhatMakesNoSense(String body) {
        patch(owner, body).then().statusCode(400);
    }

    @Test
    void isForOwnersAndTheSpeedForModerators() {
        patch(visitor, "{\"slowModeSeconds\":1}").then().statusCode(403).body("code", equalTo("forbidden"));
        patch(moderator, "{\"slowModeSeconds\":1,\"topic\":\"x\"}").then().statusCode(403);
        patch(owner, "{\"visibility\":\"private\"}").then().statusCode(200);
        for (Response refused : List.of(
                patch(visitor, "{\"topic\":\"x\"}"), visitor.rest().get("/api/rooms/{room}/banned-words", room))) {
            refused.then().statusCode(404).body("code", equalTo("room_not_found"));
        }
    }

    private Response patch(TestUser actor, String body) {
        return actor.rest().body(body).patch("/api/rooms/{room}", room);
    }

    private Response put(TestUser user, String role) {
        return owner.rest().body(Map.of("role", role)).put("/api/rooms/{room}/members/{name}", room, user.name());
    }

    private Response post(TestUser author) {
        return author.rest()
                .body(Map.of("clientMessageId", UUID.randomUUID().toString(), "text", "hi"))
                .post("/api/rooms/{room}/messages", room);
    }
}
