package dev.confab.chat.room;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

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
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class ModerationTest {

    @TestHTTPResource("/ws")
    URI socket;

    @TestHTTPResource("/")
    URI server;

    @Inject
    StreamLog log;

    @Inject
    DataSource database;

    TestUser owner;
    TestUser moderator;
    TestUser member;

    @BeforeEach
    void register() {
        owner = TestUser.register();
        moderator = TestUser.register();
        member = TestUser.register();
    }

    @Test
    void sendsSomebodyOutOfAPrivateRoomForGood() {
        String room = room("private");
        UUID id = idOf(room);
        try (ChatClient watching = ChatClient.greeted(socket, owner.accessToken());
                ChatClient leaving = ChatClient.greeted(socket, member.accessToken())) {
            watching.join(room);
            leaving.join(room);
            JsonNode reply = ask(moderator, "kick", room, member, "too loud");
            assertThat(reply.path("type").asText()).isEqualTo("ok");

            JsonNode left = leaving.next("left");
            assertThat(left.path("code").asText()).isEqualTo("kicked_from_room");
            assertThat(left.path("message").asText()).isEqualTo("too loud");
            assertThat(leaving.send(room, "but").path("code").asText()).isEqualTo("not_joined");
            assertThat(leaving.join(room).path("code").asText()).isEqualTo("room_not_found");

            JsonNode seen = watching.next("event");
            assertThat(seen.path("kind").asText()).isEqualTo("member.removed");
            assertThat(seen.at("/data/reason").asText()).isEqualTo("kicked");
            assertThat(seen.at("/data/text").asText()).isEqualTo("too loud");
        }
        assertThat(typesOf(member.id())).containsExactly("room.joined", "room.left");
        assertThat(typesOf(id)).endsWith("member.added", "member.added", "member.removed");
        kick(moderator, room, member).then().statusCode(404).body("code", equalTo("user_not_found"));
    }

    @Test
    void letsWhoWasKickedFromAPublicRoomComeBackAsTheyWere() {
        String room = room("public");
        put(owner, room, member, "read_only").then().statusCode(200);
        try (SocketClient simple = SocketClient.connect(
                server.resolve("/ws/chat/" + room + "/"), SocketAuth.bearer(member.accessToken()))) {
            awaitOnline(room, member);
            kick(moderator, room, member).then().statusCode(204);
            assertThat(simple.receiveType("error", ChatClient.PATIENCE)
                            .path("code")
                            .asText())
                    .isEqualTo("kicked_from_room");
            assertThat(simple.closeCode(ChatClient.PATIENCE)).isEqualTo(4003);
        }
        try (ChatClient back = ChatClient.greeted(socket, member.accessToken())) {
            assertThat(back.join(room).path("type").asText()).isEqualTo("joined");
        }
        post(member, room).then().statusCode(403).body("code", equalTo("forbidden"));
    }

    @Test
    void keepsWhoIsBannedOutUntilTheBanIsLifted() {
        String room = room("public");
        try (ChatClient leaving = ChatClient.greeted(socket, member.accessToken())) {
            leaving.join(room);
            ban(moderator, room, member, Map.of("reason", "spam")).then().statusCode(201);
            assertThat(leaving.next("left").path("code").asText()).isEqualTo("banned_from_room");
            assertThat(leaving.join(room).path("code").asText()).isEqualTo("banned_from_room");
        }
        for (Response refused : List.of(
                member.rest().get("/api/rooms/{room}/messages", room),
                member.rest().put("/api/rooms/{room}", room),
                post(member, room),
                put(owner, room, member, "member"))) {
            assertThat(refused.statusCode()).isIn(403, 409);
        }
        try (SocketClient simple = SocketClient.connect(
                server.resolve("/ws/chat/" + room + "/"), SocketAuth.bearer(member.accessToken()))) {
            assertThat(simple.closeCode(ChatClient.PATIENCE)).isEqualTo(4003);
        }
        ban(moderator, room, member, Map.of()).then().statusCode(200);
        moderator
                .rest()
                .get("/api/rooms/{room}/bans", room)
                .then()
                .body("items.username", contains(member.name()))
                .body("items.by", contains(moderator.name()));

        unban(moderator, room, member).then().statusCode(204);
        unban(moderator, room, member).then().statusCode(404);
        moderator.rest().get("/api/rooms/{room}/bans", room).then().body("items", empty());
        post(member, room).then().statusCode(201);
        assertThat(typesOf(idOf(room))).contains("member.banned", "member.removed", "member.unbanned");
    }

    @Test
    void refusesABanThatHasEndedAlready() {
        String room = room("public");
        ban(
                        moderator,
                        room,
                        member,
                        Map.of("until", Instant.now().minusSeconds(1).toString()))
                .then()
                .statusCode(400);
        ban(
                        moderator,
                        room,
                        member,
                        Map.of("until", Instant.now().plus(1, ChronoUnit.DAYS).toString()))
                .then()
                .statusCode(201);
    }

    @Test
    void respectsRanksAndHidesWhatIsPrivate() throws SQLException {
        String room = room("private");
        TestUser stranger = TestUser.register();
        TestUser staff = TestUser.registerStaff(database);
        for (Response refused : List.of(
                kick(stranger, room, member),
                ban(stranger, room, member, Map.of()),
                unban(stranger, room, member),
                stranger.rest().get("/api/rooms/{room}/bans", room))) {
            refused.then().statusCode(404).body("code", equalTo("room_not_found"));
        }
        for (Response refused : List.of(
                kick(member, room, moderator),
                ban(member, room, moderator, Map.of()),
                unban(member, room, moderator),
                member.rest().get("/api/rooms/{room}/bans", room),
                kick(moderator, room, owner),
                ban(moderator, room, owner, Map.of()),
                ban(moderator, room, staff, Map.of()),
                put(moderator, room, member, "moderator"))) {
            refused.then().statusCode(403).body("code", equalTo("forbidden"));
        }
        kick(moderator, room, moderator).then().statusCode(409);
        assertThat(ask(stranger, "ban", room, member, "no").path("code").asText())
                .isEqualTo("room_not_found");
        assertThat(ask(member, "kick", room, moderator, "no").path("code").asText())
                .isEqualTo("forbidden");

        // Staff may do it, but the last owner stays.
        kick(staff, room, moderator).then().statusCode(204);
        kick(staff, room, owner).then().statusCode(409).body("code", equalTo("conflict"));
        ban(staff, room, owner, Map.of()).then().statusCode(409);
        ban(owner, room, member, Map.of()).then().statusCode(201);
    }

    /** With its three people in it. */
    private String room(String visibility) {
        String room = TestRooms.uniqueName("room");
        owner.rest()
                .body(Map.of("name", room, "visibility", visibility))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        put(owner, room, moderator, "moderator").then().statusCode(201);
        put(owner, room, member, "member").then().statusCode(201);
        return room;
    }

    private UUID idOf(String room) {
        return UUID.fromString(owner.rest().get("/api/rooms/{room}", room).path("id"));
    }

    private void awaitOnline(String room, TestUser user) {
        await().untilAsserted(() -> assertThat(
                        owner.rest().get("/api/rooms/{room}/presence", room).<List<String>>path("users.username"))
                .contains(user.name()));
    }

    private JsonNode ask(TestUser actor, String action, String room, TestUser target, String reason) {
        try (ChatClient client = ChatClient.greeted(socket, actor.accessToken())) {
            return client.ask(
                    action,
                    fields -> fields.put("room", room)
                            .put("username", target.name())
                            .put("reason", reason));
        }
    }

    private List<String> typesOf(UUID stream) {
        return log.read(stream, 0, 100).stream().map(StreamEvent::type).toList();
    }

    private static Response put(TestUser actor, String room, TestUser user, String role) {
        return actor.rest().body(Map.of("role", role)).put("/api/rooms/{room}/members/{name}", room, user.name());
    }

    private static Response kick(TestUser actor, String room, TestUser user) {
        return actor.rest().post("/api/rooms/{room}/members/{name}/kick", room, user.name());
    }

    private static Response ban(TestUser actor, String room, TestUser user, Map<String, String> ban) {
        return actor.rest().body(ban).put("/api/rooms/{room}/bans/{name}", room, user.name());
    }

    private static Response unban(TestUser actor, String room, TestUser user) {
        return actor.rest().delete("/api/rooms/{room}/bans/{name}", room, user.name());
    }

    private static Response post(TestUser author, String room) {
        return author.rest()
                .body(Map.of("clientMessageId", UUID.randomUUID().toString(), "text", "hi"))
                .post("/api/rooms/{room}/messages", room);
    }
}
