package dev.confab.chat.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestUser;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class ConversationTest {

    @TestHTTPResource("/ws")
    URI socket;

    @Inject
    DataSource database;

    TestUser ann;
    TestUser ben;
    TestUser cid;

    @BeforeEach
    void register() {
        ann = TestUser.register();
        ben = TestUser.register();
        cid = TestUser.register();
    }

    @Test
    void twoPeopleHaveOneConversationWhoeverBeginsIt() throws InterruptedException {
        List<Response> begun = Race.of(6, number -> number % 2 == 0 ? begin(ann, ben) : begin(ben, ann));

        assertThat(begun.stream().map(Response::statusCode))
                .containsOnlyOnce(201)
                .contains(200);
        assertThat(new HashSet<>(
                        begun.stream().map(answer -> answer.<String>path("id")).toList()))
                .hasSize(1);
        begun.getFirst()
                .then()
                .body("kind", equalTo("direct"))
                .body("visibility", equalTo("private"))
                .body("myRole", equalTo("member"))
                .body("members.username", containsInAnyOrder(ann.name(), ben.name()));
    }

    @Test
    void reachesTheOtherOneAtOnceAndNobodyElse() throws SQLException {
        try (ChatClient listening = ChatClient.greeted(socket, ben.accessToken())) {
            String room = begin(ann, ben).path("name");
            JsonNode joined = listening.next("event");
            assertThat(joined.path("stream").asText()).isEqualTo("me");
            assertThat(joined.path("kind").asText()).isEqualTo("room.joined");
            assertThat(joined.at("/data/room").asText()).isEqualTo(room);
            assertThat(joined.at("/data/kind").asText()).isEqualTo("direct");
            listening.join(room);
            assertThat(listening.send(room, "hi").path("type").asText()).isEqualTo("ack");

            cid.rest().get("/api/rooms/{room}", room).then().statusCode(404);
            TestUser.registerStaff(database)
                    .rest()
                    .queryParam("q", room)
                    .get("/api/rooms")
                    .then()
                    .body("items", empty());
            ann.rest()
                    .queryParam("kind", "direct,group")
                    .get("/api/rooms")
                    .then()
                    .body("items.name", contains(room))
                    .body("items[0].members", hasSize(2))
                    .body("items[0].unread", equalTo(1));
            ann.rest().queryParam("kind", "channel").get("/api/rooms").then().body("items.name", not(contains(room)));
            ann.rest().queryParam("kind", "x").get("/api/rooms").then().statusCode(400);
        }
    }

    @Test
    void keepsTheTwoPeopleOfADirectConversation() {
        String room = begin(ann, ben).path("name");
        for (Response refused : List.of(
                put(ann, room, cid, "member"),
                ann.rest().delete("/api/rooms/{room}", room),
                ann.rest().body(Map.of("reason", "x")).post("/api/rooms/{room}/close", room),
                ann.rest().body(Map.of("topic", "x")).patch("/api/rooms/{room}", room),
                ann.rest().post("/api/rooms/{room}/members/{name}/kick", room, ben.name()))) {
            refused.then().statusCode(403).body("code", equalTo("forbidden"));
        }
        remove(ann, room, ann).then().statusCode(409).body("code", equalTo("conflict"));
    }

    @Test
    void aGroupTakesInMorePeopleAndOutlivesItsOwner() {
        String room = begin(ann, ben, cid).then().statusCode(201).extract().path("name");
        begin(ann, ben, cid).then().statusCode(201).body("name", not(equalTo(room)));
        TestUser dan = TestUser.register();

        put(ben, room, dan, "member").then().statusCode(201);
        put(ben, room, dan, "moderator").then().statusCode(403);
        put(ben, room, ann, "member").then().statusCode(403);
        remove(ben, room, dan).then().statusCode(403);
        ann.rest()
                .body(Map.of("visibility", "public"))
                .patch("/api/rooms/{room}", room)
                .then()
                .statusCode(409);
        ann.rest().put("/api/rooms/{room}/bans/{name}", room, dan.name()).then().statusCode(409);

        remove(ann, room, ann).then().statusCode(204);
        ann.rest().get("/api/rooms/{room}", room).then().statusCode(404);
        long owners = Stream.of(ben, cid, dan)
                .filter(user -> user.rest()
                        .get("/api/rooms/{room}", room)
                        .path("myRole")
                        .equals("owner"))
                .count();
        assertThat(owners).isEqualTo(1);
        ben.rest()
                .get("/api/rooms/{room}", room)
                .then()
                .body("members", hasSize(3))
                .body("closedAt", nullValue());
    }

    @Test
    void knowsOnlyPeopleWithAccounts() {
        List<String> many =
                IntStream.range(0, 50).mapToObj(number -> "nobody" + number).toList();
        ann.rest()
                .body(Map.of("usernames", many))
                .post("/api/conversations")
                .then()
                .statusCode(404)
                .body("code", equalTo("user_not_found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"usernames\":[]}", "{\"usernames\":[null]}", "null"})
    void needsSomebodyToTalkTo(String body) {
        ann.rest().body(body).post("/api/conversations").then().statusCode(400);
        begin(ann, ann).then().statusCode(400);
    }

    private static Response begin(TestUser caller, TestUser... others) {
        return caller.rest()
                .body(Map.of("usernames", Stream.of(others).map(TestUser::name).toList()))
                .post("/api/conversations");
    }

    private static Response put(TestUser actor, String room, TestUser user, String role) {
        return actor.rest().body(Map.of("role", role)).put("/api/rooms/{room}/members/{name}", room, user.name());
    }

    private static Response remove(TestUser actor, String room, TestUser user) {
        return actor.rest().delete("/api/rooms/{room}/members/{name}", room, user.name());
    }
}
