package dev.confab.chat.account;

import static dev.confab.chat.account.People.PASSWORD;
import static dev.confab.chat.account.People.as;
import static dev.confab.chat.account.People.json;
import static dev.confab.chat.account.People.register;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.account.People.SignedIn;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class AccountDeletionTest {

    @TestHTTPResource("/ws")
    URI socket;

    @Test
    void endsSignInsAndFreesTheNameAndKeepsWhatWasSaid() {
        SignedIn ada = register("leaver");
        SignedIn ben = register("stayer");
        String room = People.freshName("room");
        as(ada).put("/api/rooms/" + room).then().statusCode(201);
        as(ada).body(Map.of("clientMessageId", "c1", "text", "I was here"))
                .post("/api/rooms/" + room + "/messages")
                .then()
                .statusCode(201);
        try (ChatClient client = ChatClient.greeted(socket, ada.accessToken())) {
            as(People.admin()).delete("/api/users/" + ada.username()).then().statusCode(204);
            assertThat(client.closeCode()).isEqualTo(4001);
        }

        as(ada).get("/api/me").then().statusCode(401);
        json(Map.of("refreshToken", ada.refreshToken()))
                .post("/api/auth/refresh")
                .then()
                .statusCode(401);
        as(People.admin()).delete("/api/users/" + ada.username()).then().statusCode(404);
        as(ben).get("/api/rooms/" + room + "/messages")
                .then()
                .body("items.user.username", contains(ada.username()))
                .body("items.text", contains("I was here"));

        String another = json(Map.of(
                        "username", ada.username(), "email", ada.username() + "@example.org", "password", PASSWORD))
                .post("/api/auth/register")
                .then()
                .statusCode(201)
                .body("user.id", not(equalTo(ada.id())))
                .extract()
                .path("user.id");
        assertThat(UUID.fromString(another)).isNotNull();
    }

    @Test
    void leavesPrivateRoomsWithAnOwner() {
        SignedIn ada = register("owner");
        SignedIn ben = register("heir");
        SignedIn cat = register("third");
        String room = People.freshName("secret");
        as(ada).body(Map.of("name", room, "visibility", "private"))
                .post("/api/rooms")
                .then()
                .statusCode(201);
        for (SignedIn member : new SignedIn[] {ben, cat}) {
            as(ada).body(Map.of("role", "member"))
                    .put("/api/rooms/" + room + "/members/" + member.username())
                    .then()
                    .statusCode(201);
        }
        try (ChatClient watching = ChatClient.greeted(socket, cat.accessToken())) {
            watching.join(room);
            as(People.admin()).delete("/api/users/" + ada.username()).then().statusCode(204);
            JsonNode promoted = watching.next("event");
            assertThat(promoted.path("kind").asText()).isEqualTo("member.added");
            assertThat(promoted.at("/data/user/username").asText()).isEqualTo(ben.username());
            assertThat(promoted.at("/data/role").asText()).isEqualTo("owner");
            JsonNode gone = watching.next("event");
            assertThat(gone.path("kind").asText()).isEqualTo("member.removed");
            assertThat(gone.at("/data/user/username").asText()).isEqualTo(ada.username());
        }
        as(ben).get("/api/rooms/" + room + "/members")
                .then()
                .body("items.find { it.username == '" + ben.username() + "' }.role", equalTo("owner"));
    }

    @Test
    void isForStaffAndNotForThemselves() {
        SignedIn ada = register("nostaff");
        as(ada).delete("/api/users/admin").then().statusCode(403);
        as(People.admin()).delete("/api/users/admin").then().statusCode(403).body("code", equalTo("forbidden"));
    }
}
