package dev.confab.chat.lobby;

import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.confab.chat.presence.PresenceService;
import dev.confab.chat.room.RoomsConfig;
import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.ratelimit.Decision;
import dev.confab.common.ratelimit.Limit;
import dev.confab.common.ratelimit.RateLimiter;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-10")
class RoomResourceTest {

    @Inject
    StreamLog log;

    @Inject
    PresenceService presence;

    @Inject
    RateLimiter limiter;

    @Inject
    RoomsConfig config;

    TestUser alice;
    String room;

    @BeforeEach
    void register() {
        alice = TestUser.register();
        room = TestRooms.uniqueName("room");
    }

    @Test
    void createsARoomTogetherWithItsStream() {
        String id = create("Büro_" + room, "public")
                .then()
                .statusCode(201)
                .body("name", equalTo("Büro_" + room))
                .body("visibility", equalTo("public"))
                .body("lastSeq", equalTo(1))
                .body("lastMessage", nullValue())
                .body("unread", equalTo(0))
                .body("online", equalTo(0))
                .body("member", equalTo(true))
                .extract()
                .path("id");

        List<StreamEvent> events = log.read(UUID.fromString(id), 0, 10);
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().type()).isEqualTo("room.created");
        assertThat(events.getFirst().streamName()).isEqualTo("Büro_" + room);
        assertThat(events.getFirst().actorId()).isEqualTo(alice.id());
        assertThat(events.getFirst().data().replace(" ", ""))
                .contains("\"visibility\":\"public\"", "\"name\":\"Büro_" + room + "\"");
    }

    @Test
    void makesTheCreatorOfAPrivateRoomItsOwner() {
        String id = create(room, "private")
                .then()
                .statusCode(201)
                .body("member", equalTo(true))
                .extract()
                .path("id");

        assertThat(log.read(UUID.fromString(id), 0, 10).stream().map(StreamEvent::type))
                .containsExactly("room.created", "member.added");
    }

    @Test
    void refusesANameThatIsTakenInAnyNormalForm() {
        String composed = "Caf\u00E9_" + room;
        create(composed, "public").then().statusCode(201);

        create(composed, "private").then().statusCode(409).body("code", equalTo("room_exists"));
        create(Normalizer.normalize(composed, Normalizer.Form.NFD), "public")
                .then()
                .statusCode(409)
                .body("code", equalTo("room_exists"));
        alice.rest()
                .get("/api/rooms/{room}", Normalizer.normalize(composed, Normalizer.Form.NFD))
                .then()
                .statusCode(200)
                .body("name", equalTo(composed));
    }

    @Test
    void opensARoomAndCreatesItOnFirstVisitOnly() {
        String id = open(room).then().statusCode(201).extract().path("id");

        open(room).then().statusCode(200).body("id", equalTo(id));
        TestUser.register()
                .rest()
                .put("/api/rooms/{room}", room)
                .then()
                .statusCode(200)
                .body("id", equalTo(id));
    }

    @Test
    void givesRacingVisitorsOneRoom() throws Exception {
        List<Response> answers = Race.of(16, number -> open(room));

        assertThat(answers.stream()
                        .map(Response::statusCode)
                        .collect(Collectors.groupingBy(status -> status, Collectors.counting())))
                .isEqualTo(Map.of(201, 1L, 200, 15L));
        assertThat(answers.stream().map(answer -> answer.<String>path("id")).distinct())
                .hasSize(1);
        assertThat(log.read(UUID.fromString(answers.getFirst().path("id")), 0, 10))
                .hasSize(1);
    }

    @Test
    void letsOneOfManyRacingCreatorsWin() throws Exception {
        List<Response> answers = Race.of(16, number -> create(room, "private"));

        assertThat(answers.stream()
                        .map(Response::statusCode)
                        .collect(Collectors.groupingBy(status -> status, Collectors.counting())))
                .isEqualTo(Map.of(201, 1L, 409, 15L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "two words",
                "x'; DROP TABLE room; --",
                "<img src=x onerror=alert(1)>",
                "\uD83D\uDE00",
                "abc\u202Edef",
                "a\u200Bb",
                "a\u0000b",
                "..",
                "%2e%2e"
            })
    void refusesNamesThatAreNoWord(String name) {
        create(name, "public")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("errors.field", hasItem("name"));
    }

    @Test
    void takesNamesUpToOneHundredLetters() {
        String letter = "\uD801\uDC00";
        create(room + letter.repeat(100 - room.length()), "public").then().statusCode(201);
        create(room + letter.repeat(101 - room.length()), "public")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":null}",
                "{\"name\":{\"a\":1}}",
                "{\"name\":[\"a\"]}",
                "[]",
                "\"name\"",
                "null",
                "{\"name\":\"fine_name_1\",\"visibility\":\"secret\"}",
                "{\"name\":\"fine_name_1\",\"visibility\":\"PUBLIC\"}",
                "{\"name\":\"\\ud800\"}"
            })
    void refusesBodiesOfTheWrongShape(String body) {
        alice.rest().body(body).post("/api/rooms").then().statusCode(400);
    }

    @Test
    void saysThatARoomIsNotThere() {
        alice.rest()
                .get("/api/rooms/{room}", room)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("room_not_found"));
        alice.rest()
                .get("/api/rooms/{room}", "x' OR '1'='1")
                .then()
                .statusCode(404)
                .body("code", equalTo("room_not_found"));
    }

    @Test
    void stopsAUserWhoCreatesRoomsWithoutEnd() {
        open(room).then().statusCode(201);
        // Overdrawn by a hundred, so that what comes back meanwhile does not count.
        Limit wider = new Limit(2 * config.creations(), config.creationPeriod().multipliedBy(2));
        for (int taken = 0; taken < config.creations() + 100; taken++) {
            assertThat(limiter.tryAcquire("room-creations", alice.id().toString(), wider)
                            .await()
                            .indefinitely())
                    .isInstanceOf(Decision.Allowed.class);
        }

        create(room + "x", "private")
                .then()
                .statusCode(429)
                .body("code", equalTo("rate_limited"))
                .body("retryAfterMs", greaterThan(0));
        open(room + "x").then().statusCode(429);
        open(room).then().statusCode(200);
    }

    @Test
    void showsWhoIsOnline() {
        UUID id = UUID.fromString(open(room).then().statusCode(201).extract().path("id"));
        UUID connection = UUID.randomUUID();
        presence.join(id, connection, alice.id(), alice.name());
        try {
            await().untilAsserted(() -> alice.rest()
                    .get("/api/rooms/{room}/presence", room)
                    .then()
                    .statusCode(200)
                    .body("count", equalTo(1))
                    .body("users.username", contains(alice.name()))
                    .body("users.id", contains(alice.id().toString())));
            alice.rest().get("/api/rooms/{room}", room).then().body("online", equalTo(1));
        } finally {
            presence.leave(id, connection);
        }
    }

    @Test
    void isClosedToStrangers() {
        for (Response answer : List.of(
                given().get("/api/rooms"),
                given().get("/api/rooms/{room}", room),
                given().put("/api/rooms/{room}", room),
                given().get("/api/rooms/{room}/messages", room),
                given().get("/api/rooms/{room}/members", room),
                given().get("/api/rooms/{room}/presence", room))) {
            answer.then().statusCode(401).body("code", equalTo("not_authenticated"));
        }
    }

    private Response create(String name, String visibility) {
        return alice.rest().body(Map.of("name", name, "visibility", visibility)).post("/api/rooms");
    }

    private Response open(String name) {
        return alice.rest().put("/api/rooms/{room}", name);
    }
}
