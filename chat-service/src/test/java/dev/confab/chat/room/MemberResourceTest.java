package dev.confab.chat.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-10")
class MemberResourceTest {

    /** Every endpoint of a room, with a request that would be fine for an owner. */
    private static final Map<String, BiFunction<RequestSpecification, String, Response>> ENDPOINTS = Map.of(
            "see", (rest, room) -> rest.get("/api/rooms/{room}", room),
            "open", (rest, room) -> rest.put("/api/rooms/{room}", room),
            "history", (rest, room) -> rest.get("/api/rooms/{room}/messages", room),
            "post",
                    (rest, room) -> rest.body(Map.of("clientMessageId", "c1", "text", "hi"))
                            .post("/api/rooms/{room}/messages", room),
            "read", (rest, room) -> rest.body(Map.of("seq", 1)).put("/api/rooms/{room}/read", room),
            "presence", (rest, room) -> rest.get("/api/rooms/{room}/presence", room),
            "members", (rest, room) -> rest.get("/api/rooms/{room}/members", room),
            "add", (rest, room) -> rest.body(Map.of("role", "member")).put("/api/rooms/{room}/members/somebody", room),
            "remove", (rest, room) -> rest.delete("/api/rooms/{room}/members/somebody", room));

    @Inject
    StreamLog log;

    @Inject
    DataSource database;

    TestUser owner;
    TestUser guest;
    String room;
    UUID roomId;

    @BeforeEach
    void createPrivateRoom() {
        owner = TestUser.register();
        guest = TestUser.register();
        room = TestRooms.uniqueName("secret");
        roomId = UUID.fromString(owner.rest()
                .body(Map.of("name", room, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    @Test
    void hidesAPrivateRoomFromOthersOnEveryEndpoint() {
        ENDPOINTS.forEach(
                (name, request) -> assertThat(request.apply(guest.rest(), room).<String>path("code"))
                        .as(name)
                        .isEqualTo("room_not_found"));
        guest.rest()
                .queryParam("q", room)
                .get("/api/rooms")
                .then()
                .statusCode(200)
                .body("items", empty());
        guest.rest()
                .body(Map.of("name", room, "visibility", "public"))
                .post("/api/rooms")
                .then()
                .statusCode(409);
        assertThat(eventTypes()).containsExactly("room.created", "member.added");
    }

    @Test
    void showsStaffEveryRoom() throws SQLException {
        TestUser staff = TestUser.registerStaff(database);

        staff.rest().queryParam("q", room).get("/api/rooms").then().body("items.name", contains(room));
        staff.rest().get("/api/rooms/{room}", room).then().statusCode(200).body("member", equalTo(false));
        put(staff, guest, "owner").then().statusCode(201);
        remove(staff, owner).then().statusCode(204);
    }

    @Test
    void opensTheRoomToMembersAndClosesItAgain() {
        put(owner, guest, "member").then().statusCode(201).body("role", equalTo("member"));
        guest.rest().get("/api/rooms/{room}", room).then().statusCode(200).body("member", equalTo(true));
        guest.rest().queryParam("q", room).get("/api/rooms").then().body("items.name", contains(room));
        guest.rest()
                .get("/api/rooms/{room}/members", room)
                .then()
                .body("items", hasSize(2))
                .body("items.username", hasItem(guest.name()))
                .body("items.find { it.username == '" + owner.name() + "' }.role", equalTo("owner"))
                .body("next", nullValue());

        remove(owner, guest).then().statusCode(204);
        guest.rest().get("/api/rooms/{room}", room).then().statusCode(404);
        guest.rest().queryParam("q", room).get("/api/rooms").then().body("items", empty());
    }

    @Test
    void recordsEveryChangeOnceInTheStream() {
        put(owner, guest, "member").then().statusCode(201);
        put(owner, guest, "member").then().statusCode(200);
        put(owner, guest, "owner").then().statusCode(200);
        remove(owner, guest).then().statusCode(204);
        remove(owner, guest).then().statusCode(404).body("code", equalTo("user_not_found"));

        assertThat(eventTypes())
                .containsExactly("room.created", "member.added", "member.added", "member.added", "member.removed");
        StreamEvent removed = log.read(roomId, 4, 1).getFirst();
        assertThat(removed.actorId()).isEqualTo(owner.id());
        assertThat(removed.data()).contains(guest.id().toString(), guest.name());
    }

    @Test
    void letsOnlyOwnersManage() {
        TestUser third = TestUser.register();
        put(owner, guest, "member").then().statusCode(201);

        put(guest, third, "member").then().statusCode(403).body("code", equalTo("forbidden"));
        put(guest, guest, "owner").then().statusCode(403);
        remove(guest, owner).then().statusCode(403);
        remove(guest, third).then().statusCode(403);
        remove(guest, guest).then().statusCode(204);
    }

    @Test
    void keepsAnOwner() {
        remove(owner, owner).then().statusCode(409).body("code", equalTo("conflict"));
        put(owner, owner, "member").then().statusCode(409);
        put(owner, guest, "owner").then().statusCode(201);
        put(owner, owner, "member").then().statusCode(200);
        put(owner, owner, "owner").then().statusCode(403);
    }

    @Test
    void keepsAnOwnerWhenOwnersRemoveEachOtherAtTheSameTime() throws InterruptedException {
        put(owner, guest, "owner").then().statusCode(201);

        List<Integer> statuses = Race.of(
                2,
                number -> number == 0
                        ? remove(owner, guest).statusCode()
                        : remove(guest, owner).statusCode());

        // The one who came second is no owner any more, so the room does not even exist for them.
        assertThat(statuses).containsExactlyInAnyOrder(204, 404);
        assertThat(eventTypes().stream().filter("member.removed"::equals)).hasSize(1);
    }

    @Test
    void addsAMemberOnceHoweverManyAskForIt() throws InterruptedException {
        List<Integer> statuses =
                Race.of(8, number -> put(owner, guest, "member").statusCode());

        assertThat(statuses).containsOnlyOnce(201).contains(200);
        assertThat(eventTypes()).containsExactly("room.created", "member.added", "member.added");
    }

    @Test
    void knowsTheRolesOfPublicRooms() {
        room = TestRooms.uniqueName("open");
        owner.rest().put("/api/rooms/{room}", room).then().statusCode(201).body("member", equalTo(true));

        guest.rest()
                .get("/api/rooms/{room}/members", room)
                .then()
                .statusCode(200)
                .body("items.username", contains(owner.name()))
                .body("items.role", contains("owner"));
        put(guest, guest, "owner").then().statusCode(403);
        put(owner, guest, "read_only").then().statusCode(201);
        ENDPOINTS.get("post").apply(guest.rest(), room).then().statusCode(403).body("code", equalTo("forbidden"));
        guest.rest().get("/api/rooms/{room}/messages", room).then().statusCode(200);
        remove(guest, guest).then().statusCode(204);
        ENDPOINTS.get("post").apply(guest.rest(), room).then().statusCode(201);
        remove(owner, owner).then().statusCode(409);
    }

    @Test
    void findsNobodyUnderAWrongName() {
        owner.rest()
                .body(Map.of("role", "member"))
                .put("/api/rooms/{room}/members/{name}", room, "nobody' OR '1'='1")
                .then()
                .statusCode(404)
                .body("code", equalTo("user_not_found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"role\":\"boss\"}", "{\"role\":null}", "{\"role\":{}}", "null", "[]"})
    void refusesOtherRoles(String body) {
        owner.rest()
                .body(body)
                .put("/api/rooms/{room}/members/{name}", room, guest.name())
                .then()
                .statusCode(400);
    }

    @Test
    void pagesThroughMembers() {
        put(owner, guest, "member").then().statusCode(201);
        put(owner, TestUser.register(), "member").then().statusCode(201);

        String next = owner.rest()
                .queryParam("limit", 2)
                .get("/api/rooms/{room}/members", room)
                .then()
                .body("items", hasSize(2))
                .extract()
                .path("next");
        owner.rest()
                .queryParam("limit", 2)
                .queryParam("after", next)
                .get("/api/rooms/{room}/members", room)
                .then()
                .body("items", hasSize(1))
                .body("next", nullValue());
        owner.rest()
                .queryParam("after", next + "!")
                .get("/api/rooms/{room}/members", room)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"));
    }

    private Response put(TestUser actor, TestUser member, String role) {
        return actor.rest().body(Map.of("role", role)).put("/api/rooms/{room}/members/{name}", room, member.name());
    }

    private Response remove(TestUser actor, TestUser member) {
        return actor.rest().delete("/api/rooms/{room}/members/{name}", room, member.name());
    }

    private List<String> eventTypes() {
        return log.read(roomId, 0, 100).stream().map(StreamEvent::type).toList();
    }
}
