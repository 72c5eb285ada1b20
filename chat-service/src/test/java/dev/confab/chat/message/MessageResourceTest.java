package dev.confab.chat.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-10")
class MessageResourceTest {

    @Inject
    TestRooms rooms;

    TestUser alice;
    String room;
    UUID roomId;

    @BeforeEach
    void openRoom() {
        alice = TestUser.register();
        room = TestRooms.uniqueName("room");
        roomId = TestRooms.open(alice, room);
    }

    @Test
    void answersWithWhatWasStored() {
        ValidatableResponse answer = post("c1", "hello").then().statusCode(201);
        answer.body("room", equalTo(room))
                .body("clientMessageId", equalTo("c1"))
                .body("seq", equalTo(2))
                .body("epoch", notNullValue())
                .body("duplicate", equalTo(false));
        String id = answer.extract().path("messageId");

        history(Map.of())
                .body("epoch", equalTo(answer.extract().path("epoch")))
                .body("hasMore", equalTo(false))
                .body("items", hasSize(1))
                .body("items[0].messageId", equalTo(id))
                .body("items[0].seq", equalTo(2))
                .body("items[0].text", equalTo("hello"))
                .body("items[0].clientMessageId", equalTo("c1"))
                .body("items[0].user.id", equalTo(alice.id().toString()))
                .body("items[0].user.username", equalTo(alice.name()))
                .body("items[0].time", equalTo(answer.extract().path("time")));
        assertThat(Instant.parse(answer.extract().path("time")))
                .isBefore(Instant.now().plusSeconds(60));
    }

    @Test
    void answersARepeatWithTheFirstResult() {
        ValidatableResponse first = post("c1", "hello").then().statusCode(201);

        post("c1", "something else")
                .then()
                .statusCode(200)
                .body("duplicate", equalTo(true))
                .body("messageId", equalTo(first.extract().path("messageId")))
                .body("seq", equalTo(2))
                .body("time", equalTo(first.extract().path("time")));
        history(Map.of()).body("items.text", contains("hello"));
    }

    @Test
    void keepsClientMessageIdsOfAuthorsAndRoomsApart() {
        TestUser bob = TestUser.register();
        String other = TestRooms.uniqueName("other");
        alice.rest().put("/api/rooms/{room}", other).then().statusCode(201);

        post("c1", "a").then().statusCode(201);
        send(bob.rest(), room, "c1", "b").then().statusCode(201);
        send(alice.rest(), other, "c1", "c").then().statusCode(201);
        history(Map.of()).body("items.text", contains("a", "b"));
    }

    @Test
    void storesRacingRepeatsOnce() throws InterruptedException {
        List<Response> answers = Race.of(5, number -> post("same", "text " + number));

        assertThat(answers.stream().map(Response::statusCode))
                .containsOnlyOnce(201)
                .contains(200);
        assertThat(answers.stream()
                        .map(answer -> answer.<String>path("messageId"))
                        .distinct())
                .hasSize(1);
        history(Map.of()).body("items", hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert('x')</script>",
                "'); DELETE FROM stream_event; --",
                "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDFF4",
                "\u202Eevil\u202C \u0645\u0631\u062D\u0628\u0627",
                "e\u0301 is not \u00E9",
                "\"quoted\" \\ back\\u0000slash {\"text\":\"x\"}",
                "  spaces\tand\r\nlines  "
            })
    void givesTextsBackAsTheyWereSent(String text) {
        post("c1", text).then().statusCode(201);
        history(Map.of()).body("items[0].text", equalTo(text));
    }

    @Test
    @Tag("CH-13")
    void takesTextsUpToTheLimitInCodePoints() {
        String emoji = "\uD83D\uDE00";
        post("c1", emoji.repeat(1000)).then().statusCode(201);
        post("c2", emoji.repeat(1001)).then().statusCode(422).body("code", equalTo("message_too_long"));
        history(Map.of()).body("items[0].text", equalTo(emoji.repeat(1000))).body("items", hasSize(1));
    }

    @ParameterizedTest
    @Tag("CH-13")
    @CsvSource(delimiter = '|', textBlock = """
            {"clientMessageId":"c1"}                            | 400 | invalid_request | text
            {"clientMessageId":"c1","text":null}                | 400 | invalid_request | text
            {"clientMessageId":"c1","text":"a\\u0000b"}         | 400 | invalid_request | text
            {"clientMessageId":"c1","text":"\\ud83d"}           | 400 | invalid_request | text
            {"text":"hi"}                                       | 400 | invalid_request | clientMessageId
            {"clientMessageId":"","text":"hi"}                  | 400 | invalid_request | clientMessageId
            {"clientMessageId":"a\\u0000","text":"hi"}          | 400 | invalid_request | clientMessageId
            null                                                | 400 | invalid_request | clientMessageId
            """)
    void namesTheFieldThatIsWrong(String body, int status, String code, String field) {
        alice.rest()
                .body(body)
                .post("/api/rooms/{room}/messages", room)
                .then()
                .statusCode(status)
                .body("code", equalTo(code))
                .body("errors.field", hasItem(field));
        history(Map.of()).body("items", empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "[]",
                "{\"clientMessageId\":\"c\",\"text\":{}}",
                "{\"clientMessageId\":[],\"text\":\"x\"}"
            })
    void refusesBodiesOfTheWrongShape(String body) {
        alice.rest().body(body).post("/api/rooms/{room}/messages", room).then().statusCode(400);
    }

    @Test
    @Tag("CH-13")
    void refusesBlankMessages() {
        post("c1", " \n\u200B").then().statusCode(422).body("code", equalTo("message_blank"));
    }

    @Test
    void showsTheNewestMessagesInOrder() {
        rooms.say(roomId, alice, 55);

        history(Map.of())
                .body("items", hasSize(50))
                .body("hasMore", equalTo(true))
                .body("items.text", equalTo(texts(6, 55)));
    }

    @Test
    void pagesBackwardsWithoutGapsOrRepeats() {
        rooms.say(roomId, alice, 7);

        int before = history(Map.of("limit", 3))
                .body("items.text", equalTo(texts(5, 7)))
                .body("hasMore", equalTo(true))
                .extract()
                .path("items[0].seq");
        before = history(Map.of("limit", 3, "before", before))
                .body("items.text", equalTo(texts(2, 4)))
                .body("hasMore", equalTo(true))
                .extract()
                .path("items[0].seq");
        history(Map.of("limit", 3, "before", before))
                .body("items.text", equalTo(texts(1, 1)))
                .body("hasMore", equalTo(false));
        history(Map.of("limit", 1, "before", before)).body("hasMore", equalTo(false));
        history(Map.of("before", 0)).body("items", empty()).body("hasMore", equalTo(false));
    }

    @Test
    void pagesForwardsPastOtherEvents() {
        String secret = TestRooms.uniqueName("secret");
        String id = alice.rest()
                .body(Map.of("name", secret, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        rooms.say(UUID.fromString(id), alice, 2);
        for (int i = 0; i < 3; i++) {
            alice.rest()
                    .body(Map.of("role", "member"))
                    .put(
                            "/api/rooms/{room}/members/{name}",
                            secret,
                            TestUser.register().name())
                    .then()
                    .statusCode(201);
        }
        rooms.say(UUID.fromString(id), alice, 2);

        room = secret;
        int after = history(Map.of("after", 0, "limit", 1))
                .body("items.text", contains("1"))
                .body("hasMore", equalTo(true))
                .extract()
                .path("items[0].seq");
        history(Map.of("after", after, "limit", 2))
                .body("items.text", contains("2", "1"))
                .body("hasMore", equalTo(true));
        history(Map.of("after", after, "limit", 3))
                .body("items.text", contains("2", "1", "2"))
                .body("hasMore", equalTo(false));
        history(Map.of("after", Long.MAX_VALUE)).body("items", empty()).body("epoch", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=-1",
                "limit=x",
                "before=-1",
                "before=1e3",
                "after=x",
                "after=9223372036854775808",
                "before=5&after=1",
                "after=1;DROP TABLE room"
            })
    void refusesParametersThatMakeNoSense(String query) {
        alice.rest()
                .get("/api/rooms/" + room + "/messages?" + query)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("errors[0].field", equalTo(query.substring(0, query.indexOf('='))));
    }

    @Test
    void saysThatTheRoomIsNotThere() {
        send(alice.rest(), room + "x", "c1", "hi").then().statusCode(404).body("code", equalTo("room_not_found"));
        alice.rest().get("/api/rooms/{room}/messages", room + "x").then().statusCode(404);
    }

    private static List<String> texts(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    private Response post(String clientMessageId, String text) {
        return send(alice.rest(), room, clientMessageId, text);
    }

    private static Response send(RequestSpecification rest, String room, String clientMessageId, String text) {
        return rest.body(Map.of("clientMessageId", clientMessageId, "text", text))
                .post("/api/rooms/{room}/messages", room);
    }

    private ValidatableResponse history(Map<String, ?> query) {
        return alice.rest()
                .queryParams(query)
                .get("/api/rooms/{room}/messages", room)
                .then()
                .statusCode(200);
    }
}
