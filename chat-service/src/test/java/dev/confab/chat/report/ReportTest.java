package dev.confab.chat.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.Race;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.common.docs.AsyncApi;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class ReportTest {

    @Inject
    DataSource database;

    @TestHTTPResource("/ws")
    URI socket;

    TestUser owner;
    TestUser author;
    TestUser reporter;
    String room;
    String message;

    @BeforeEach
    void sayABadThing() {
        owner = TestUser.register();
        author = TestUser.register();
        reporter = TestUser.register();
        room = TestRooms.uniqueName("room");
        owner.rest().put("/api/rooms/{room}", room).then().statusCode(201);
        say("buy now");
    }

    @Test
    void showsModeratorsWhatIsWrongUntilItIsDismissed() throws SQLException {
        String id =
                report(reporter, "advertising").then().statusCode(201).extract().path("id");
        report(reporter, "again").then().statusCode(200).body("id", equalTo(id));
        report(owner, "indeed").then().statusCode(201);
        open(owner)
                .then()
                .body("items", hasSize(2))
                .body("items.reason", hasItem("advertising"))
                .body("items[0].text", equalTo("buy now"))
                .body("items[0].author.username", equalTo(author.name()));
        TestUser staff = TestUser.registerStaff(database);
        staff.rest().get("/api/reports").then().statusCode(200).body("items.id", hasItem(id));

        resolve(owner, id, "dismissed").then().statusCode(200).body("state", equalTo("resolved"));
        open(owner).then().body("items", empty());
        resolve(owner, id, "dismissed").then().statusCode(409);
        owner.rest()
                .queryParam("state", "resolved")
                .get("/api/rooms/{room}/reports", room)
                .then()
                .body("items.resolution", contains("dismissed", "dismissed"));
    }

    @Test
    void deletesTheMessage() {
        String id = report(reporter, "advertising").path("id");
        resolve(owner, id, "message_deleted").then().statusCode(200).body("text", equalTo(null));
        owner.rest()
                .get("/api/rooms/{room}/messages", room)
                .then()
                .body("items.findAll { it.text == 'buy now' }", empty());
        report(owner, "it is gone").then().statusCode(404).body("code", equalTo("message_not_found"));
    }

    @Test
    void bansTheAuthor() {
        String id = report(reporter, "advertising").path("id");
        resolve(owner, id, "user_banned").then().statusCode(200).body("resolution", equalTo("user_banned"));
        author.rest()
                .get("/api/rooms/{room}/messages", room)
                .then()
                .statusCode(403)
                .body("code", equalTo("banned_from_room"));
    }

    @Test
    void isToldAtOnceToThoseWhoMaySeeIt() throws SQLException {
        TestUser staff = TestUser.registerStaff(database);
        try (ChatClient moderating = ChatClient.greeted(socket, owner.accessToken());
                ChatClient administering = ChatClient.greeted(socket, staff.accessToken());
                ChatClient reporting = ChatClient.greeted(socket, reporter.accessToken())) {
            String id = report(reporter, "advertising").path("id");
            assertToldOf(reporter, moderating, administering);
            // Nothing has changed.
            report(reporter, "again").then().statusCode(200);
            resolve(owner, id, "dismissed").then().statusCode(200);
            assertToldOf(owner, moderating, administering);
            id = report(owner, "indeed").path("id");
            assertToldOf(owner, moderating, administering);
            resolve(staff, id, "message_deleted").then().statusCode(200);
            assertToldOf(staff, moderating, administering);
            say("buy more");
            id = report(reporter, "advertising").path("id");
            assertToldOf(reporter, moderating, administering);
            resolve(owner, id, "user_banned").then().statusCode(200);
            assertToldOf(owner, moderating, administering);
            // The reporter has heard nothing of all that, but of this.
            reporter.rest()
                    .body(Map.of())
                    .put("/api/rooms/{room}/mute", room)
                    .then()
                    .statusCode(lessThan(300));
            assertThat(reporting.next("event").path("kind").asText()).isEqualTo("room.muted");
        }
    }

    @Test
    void isDecidedOnce() throws InterruptedException {
        String id = report(reporter, "advertising").path("id");
        List<String> decisions = List.of("dismissed", "message_deleted", "user_banned", "dismissed");
        List<Integer> answers = Race.of(
                decisions.size(),
                number -> resolve(owner, id, decisions.get(number)).statusCode());
        assertThat(answers).containsExactlyInAnyOrder(200, 409, 409, 409);
    }

    @Test
    void isForThoseWhoMaySeeAndDecide() {
        String id = report(reporter, "advertising").path("id");
        for (Response refused : List.of(
                open(reporter),
                resolve(reporter, id, "dismissed"),
                reporter.rest().get("/api/reports"))) {
            refused.then().statusCode(403).body("code", equalTo("forbidden"));
        }
        resolve(owner, id, "forgotten").then().statusCode(400);
        resolve(owner, UUID.randomUUID().toString(), "dismissed").then().statusCode(404);
        report(reporter, " ").then().statusCode(400);
        owner.rest()
                .body(Map.of("visibility", "private"))
                .patch("/api/rooms/{room}", room)
                .then()
                .statusCode(200);
        resolve(reporter, id, "dismissed").then().statusCode(404).body("code", equalTo("report_not_found"));
        report(reporter, "again").then().statusCode(404).body("code", equalTo("room_not_found"));
        open(reporter).then().statusCode(404).body("code", equalTo("room_not_found"));
    }

    private void assertToldOf(TestUser actor, ChatClient... told) {
        for (ChatClient client : told) {
            JsonNode event = client.next("event");
            new AsyncApi().check("event", event);
            assertThat(event.path("kind").asText()).isEqualTo("reports.changed");
            assertThat(event.path("stream").asText()).isEqualTo("me");
            assertThat(event.at("/data/room").asText()).isEqualTo(room);
            assertThat(event.at("/user/username").asText()).isEqualTo(actor.name());
        }
    }

    private void say(String text) {
        message = author.rest()
                .body(Map.of("clientMessageId", text, "text", text))
                .post("/api/rooms/{room}/messages", room)
                .then()
                .statusCode(201)
                .extract()
                .path("messageId");
    }

    private Response report(TestUser user, String reason) {
        return user.rest()
                .body(Map.of("reason", reason))
                .post("/api/rooms/{room}/messages/{message}/report", room, message);
    }

    private Response open(TestUser user) {
        return user.rest().queryParam("state", "open").get("/api/rooms/{room}/reports", room);
    }

    private static Response resolve(TestUser judge, String report, String resolution) {
        return judge.rest().body(Map.of("resolution", resolution)).post("/api/reports/{id}/resolve", report);
    }
}
