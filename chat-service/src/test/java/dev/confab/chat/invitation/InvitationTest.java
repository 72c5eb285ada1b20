package dev.confab.chat.invitation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class InvitationTest {

    @TestHTTPResource("/ws")
    URI socket;

    TestUser owner;
    TestUser guest;
    String room;

    @BeforeEach
    void createRoom() {
        owner = TestUser.register();
        guest = TestUser.register();
        room = TestRooms.uniqueName("secret");
        owner.rest()
                .body(Map.of("name", room, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
    }

    @Test
    void bringsAPersonInWhoAccepts() {
        try (ChatClient listening = ChatClient.greeted(socket, guest.accessToken())) {
            String id = invite(guest).then().statusCode(201).extract().path("id");
            invite(guest).then().statusCode(200).body("id", equalTo(id));
            JsonNode received = listening.next("event");
            assertThat(received.path("kind").asText()).isEqualTo("invitation.received");
            assertThat(received.at("/data/room").asText()).isEqualTo(room);
            assertThat(received.at("/data/by/username").asText()).isEqualTo(owner.name());
            guest.rest()
                    .get("/api/me/invitations")
                    .then()
                    .body("items.id", contains(id))
                    .body("items.room", contains(room));
            guest.rest().get("/api/rooms/{room}", room).then().statusCode(404);

            // It is nobody else's.
            for (Response refused :
                    List.of(accept(owner, id), accept(guest, UUID.randomUUID().toString()))) {
                refused.then().statusCode(404).body("code", equalTo("invitation_not_found"));
            }
            accept(guest, id).then().statusCode(200).body("room", equalTo(room));
            assertThat(listening.next("event").path("kind").asText()).isIn("room.joined", "invitation.ended");
            assertThat(listening.next("event").path("kind").asText()).isIn("room.joined", "invitation.ended");
            accept(guest, id).then().statusCode(404);
        }
        guest.rest().get("/api/rooms/{room}", room).then().body("myRole", equalTo("member"));
        invite(guest).then().statusCode(409);
    }

    @Test
    void saysWhoIsInAConversation() {
        TestUser other = TestUser.register();
        String group = owner.rest()
                .body(Map.of(
                        "usernames", List.of(other.name(), TestUser.register().name())))
                .post("/api/conversations")
                .then()
                .statusCode(201)
                .extract()
                .path("name");
        owner.rest()
                .body(Map.of("username", guest.name()))
                .post("/api/rooms/{room}/invitations", group)
                .then()
                .statusCode(201)
                .body("members.username", hasItems(owner.name(), other.name()));
        guest.rest()
                .get("/api/me/invitations")
                .then()
                .body("items[0].members", hasSize(3))
                .body("items[0].members.username", hasItems(owner.name(), other.name()))
                .body("items[0].members.id", hasItem(other.id().toString()));
        String code = owner.rest()
                .body(Map.of("maxUses", 1))
                .post("/api/rooms/{room}/invitations", group)
                .path("code");
        guest.rest()
                .body(Map.of("code", code))
                .post("/api/invitations/show")
                .then()
                .statusCode(200)
                .body("members.username", hasItems(owner.name(), other.name()));
        // Who is in a room is told to nobody but its members.
        invite(guest).then().statusCode(201).body("members", equalTo(null));
    }

    @Test
    void endsWhenItIsDeclinedOrTakenBack() {
        String id = invite(guest).path("id");
        guest.rest().post("/api/me/invitations/{id}/decline", id).then().statusCode(204);
        guest.rest().get("/api/me/invitations").then().body("items", empty());

        id = invite(guest).then().statusCode(201).extract().path("id");
        owner.rest()
                .get("/api/rooms/{room}/invitations", room)
                .then()
                .body("items.user.username", contains(guest.name()));
        owner.rest()
                .delete("/api/rooms/{room}/invitations/{id}", room, id)
                .then()
                .statusCode(204);
        owner.rest()
                .delete("/api/rooms/{room}/invitations/{id}", room, id)
                .then()
                .statusCode(404);
        accept(guest, id).then().statusCode(404);
    }

    @Test
    void aLinkLetsInAsManyAsItSays() throws InterruptedException {
        String code = owner.rest()
                .body(Map.of("maxUses", 2))
                .post("/api/rooms/{room}/invitations", room)
                .then()
                .statusCode(201)
                .extract()
                .path("code");
        owner.rest()
                .get("/api/rooms/{room}/invitations", room)
                .then()
                .body("items", hasSize(1))
                .body("items[0].code", equalTo(null));
        List<TestUser> many = List.of(guest, TestUser.register(), TestUser.register(), TestUser.register());

        List<Integer> statuses =
                Race.of(4, number -> use(many.get(number), code).statusCode());

        assertThat(statuses).containsExactlyInAnyOrder(200, 200, 404, 404);
        owner.rest().get("/api/rooms/{room}/members", room).then().body("items", hasSize(3));
        owner.rest().get("/api/rooms/{room}/invitations", room).then().body("items", empty());
    }

    @Test
    void doesNotLetInWhoIsBanned() {
        String code = owner.rest()
                .body(Map.of())
                .post("/api/rooms/{room}/invitations", room)
                .path("code");
        owner.rest()
                .put("/api/rooms/{room}/bans/{name}", room, guest.name())
                .then()
                .statusCode(201);
        use(guest, code).then().statusCode(403).body("code", equalTo("banned_from_room"));
        invite(guest).then().statusCode(409);
        use(guest, code + "x").then().statusCode(404);
    }

    @Test
    void aLinkSaysToWhatItInvitesWithoutBeingUsed() {
        String code = owner.rest()
                .body(Map.of("maxUses", 1))
                .post("/api/rooms/{room}/invitations", room)
                .path("code");
        for (int times = 0; times < 2; times++) {
            show(guest, code)
                    .then()
                    .statusCode(200)
                    .body("room", equalTo(room))
                    .body("by.username", equalTo(owner.name()))
                    .body("member", equalTo(false));
        }
        show(owner, code).then().body("member", equalTo(true));
        use(guest, code).then().statusCode(200);
        show(TestUser.register(), code).then().statusCode(404).body("code", equalTo("invitation_not_found"));
        show(guest, "no code").then().statusCode(404);
        given().contentType(ContentType.JSON)
                .body(Map.of("code", code))
                .post("/api/invitations/show")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"maxUses\":0}", "{\"expiresInHours\":-1}", "{\"username\":\"x\",\"maxUses\":1}"})
    void refusesWhatMakesNoSense(String body) {
        owner.rest()
                .body(body)
                .post("/api/rooms/{room}/invitations", room)
                .then()
                .statusCode(400);
    }

    @Test
    void isForModerators() {
        for (Response refused : List.of(
                guest.rest().body(Map.of()).post("/api/rooms/{room}/invitations", room),
                guest.rest().get("/api/rooms/{room}/invitations", room),
                guest.rest().delete("/api/rooms/{room}/invitations/{id}", room, UUID.randomUUID()))) {
            refused.then().statusCode(404).body("code", equalTo("room_not_found"));
        }
        accept(guest, invite(guest).path("id")).then().statusCode(200);
        for (Response refused : List.of(
                guest.rest().body(Map.of()).post("/api/rooms/{room}/invitations", room),
                guest.rest().get("/api/rooms/{room}/invitations", room),
                guest.rest().delete("/api/rooms/{room}/invitations/{id}", room, UUID.randomUUID()))) {
            refused.then().statusCode(403).body("code", equalTo("forbidden"));
        }
    }

    private Response invite(TestUser user) {
        return owner.rest().body(Map.of("username", user.name())).post("/api/rooms/{room}/invitations", room);
    }

    private static Response accept(TestUser user, String id) {
        return user.rest().post("/api/me/invitations/{id}/accept", id);
    }

    private static Response show(TestUser user, String code) {
        return user.rest().body(Map.of("code", code)).post("/api/invitations/show");
    }

    private static Response use(TestUser user, String code) {
        return user.rest().body(Map.of("code", code)).post("/api/invitations/accept");
    }
}
