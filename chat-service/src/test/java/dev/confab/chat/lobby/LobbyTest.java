package dev.confab.chat.lobby;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.confab.chat.testing.StatementLog;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
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
@Tag("CH-11")
class LobbyTest {

    @Inject
    TestRooms rooms;

    TestUser alice;
    TestUser bob;

    /** All rooms of one test have it in their names, so that a search finds exactly them. */
    String mark;

    @BeforeEach
    void register() {
        alice = TestUser.register();
        bob = TestUser.register();
        mark = TestRooms.uniqueName("lobby");
    }

    @Test
    @Tag("CH-10")
    void listsRoomsByNewestActivity() {
        UUID first = create("first");
        create("second");
        list(Map.of()).body("items.name", contains("second_" + mark, "first_" + mark));

        rooms.say(first, bob, 1);

        await().untilAsserted(() -> list(Map.of()).body("items.name", contains("first_" + mark, "second_" + mark)));
    }

    @Test
    void showsTheLastMessageAndWhatIsUnread() {
        UUID room = create("room");
        rooms.say(room, alice, 2);
        read(3);
        list(Map.of()).body("items[0].unread", equalTo(0)).body("items[0].lastMessage.text", equalTo("2"));

        rooms.say(room, bob, 3);

        list(Map.of())
                .body("items[0].unread", equalTo(3))
                .body("items[0].lastSeq", equalTo(6))
                .body("items[0].lastMessage.username", equalTo(bob.name()))
                .body("items[0].lastMessage.text", equalTo("3"));
        read(5);
        list(Map.of()).body("items[0].unread", equalTo(1));
    }

    @Test
    void countsNothingInPublicRoomsThatWereNeverRead() {
        UUID room = create("room");
        rooms.say(room, bob, 3);
        list(Map.of()).body("items[0].unread", equalTo(0));

        read(1);

        list(Map.of()).body("items[0].unread", equalTo(3));
    }

    @Test
    void stopsCountingUnreadMessagesAtOneHundred() {
        UUID room = create("room");
        read(1);
        rooms.say(room, bob, 99);
        list(Map.of()).body("items[0].unread", equalTo(99));

        rooms.say(room, bob, 30);

        list(Map.of()).body("items[0].unread", equalTo(100));
    }

    @Test
    void cutsALongLastMessage() {
        create("room");
        alice.rest()
                .body(Map.of("clientMessageId", "c1", "text", "\uD83D\uDE00".repeat(300)))
                .post("/api/rooms/{room}/messages", "room_" + mark)
                .then()
                .statusCode(201);

        list(Map.of()).body("items[0].lastMessage.text", equalTo("\uD83D\uDE00".repeat(200) + "\u2026"));
    }

    @Test
    void findsRoomsByAnyPartOfTheNameInAnyCase() {
        create("Ärger");
        create("other");

        list(Map.of("q", "ÄRGER_" + mark)).body("items.name", contains("Ärger_" + mark));
        list(Map.of("q", "a\u0308rger_" + mark)).body("items.name", contains("Ärger_" + mark));
        list(Map.of("q", "%" + mark)).body("items", empty());
        list(Map.of("q", "'; DROP TABLE room; --")).body("items", empty());
    }

    @Test
    void pagesThroughAllRoomsOnce() {
        for (int number = 0; number < 7; number++) {
            create("r" + number);
        }

        List<String> names = new ArrayList<>();
        String next = null;
        do {
            JsonPath page = list(next == null ? Map.of("limit", 3) : Map.of("limit", 3, "after", next))
                    .extract()
                    .jsonPath();
            names.addAll(page.getList("items.name"));
            next = page.getString("next");
        } while (next != null && names.size() < 100);

        assertThat(names)
                .containsExactly(
                        "r6_" + mark,
                        "r5_" + mark,
                        "r4_" + mark,
                        "r3_" + mark,
                        "r2_" + mark,
                        "r1_" + mark,
                        "r0_" + mark);
    }

    @Test
    void continuesBehindARoomThatMovedMeanwhile() {
        create("r0");
        create("r1");
        UUID moving = create("r2");
        String next = list(Map.of("limit", 1)).extract().path("next");

        rooms.say(moving, bob, 1);

        list(Map.of("after", next)).body("items.name", contains("r1_" + mark, "r0_" + mark));
    }

    @Test
    void endsWithTheLastFullPage() {
        create("r0");
        create("r1");
        list(Map.of("limit", 2)).body("items", hasSize(2)).body("next", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "x", "AQAAAAAAAAAA", "' OR 1=1 --", "\u0000", "\uD83D\uDE00"})
    void refusesCursorsThatItDidNotGive(String cursor) {
        alice.rest()
                .queryParam("after", cursor)
                .get("/api/rooms")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"))
                .body("errors[0].field", equalTo("after"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "x", "1.5"})
    void refusesPageSizesOutOfBounds(String limit) {
        alice.rest()
                .queryParam("limit", limit)
                .get("/api/rooms")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("limit"));
    }

    @Test
    void runsTheSameFewStatementsWhateverThePageSize() {
        for (int number = 0; number < 30; number++) {
            rooms.say(create("r" + number), bob, 2);
        }

        int small = statementsFor(2);
        int large = statementsFor(30);

        // One for the rooms, with its commit, and what finding out about the caller takes.
        assertThat(large).isEqualTo(small).isBetween(1, 6);
    }

    private void read(long seq) {
        alice.rest()
                .body(Map.of("seq", seq))
                .put("/api/rooms/{room}/read", "room_" + mark)
                .then()
                .statusCode(204);
    }

    /** The smaller of two: what is looked up now and then for everybody, such as a sign-in, is not counted. */
    private int statementsFor(int rooms) {
        return Math.min(statementsOfOne(rooms), statementsOfOne(rooms));
    }

    private int statementsOfOne(int rooms) {
        String requestId = UUID.randomUUID().toString();
        try (StatementLog log = StatementLog.of(requestId)) {
            alice.rest()
                    .header("X-Request-ID", requestId)
                    .queryParam("q", mark)
                    .queryParam("limit", rooms)
                    .get("/api/rooms")
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(rooms));
            return log.count();
        }
    }

    private UUID create(String prefix) {
        return UUID.fromString(alice.rest()
                .put("/api/rooms/{room}", prefix + "_" + mark)
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    private ValidatableResponse list(Map<String, ?> query) {
        Map<String, Object> parameters = new HashMap<>(query);
        parameters.putIfAbsent("q", mark);
        return alice.rest().queryParams(parameters).get("/api/rooms").then().statusCode(200);
    }
}
