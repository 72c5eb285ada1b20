package dev.confab.chat.report;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
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
        message = author.rest()
                .body(Map.of("clientMessageId", "c1", "text", "buy now"))
                .post("/api/rooms/{room}/messages", room)
                .then()
                .statusCode(201)
                .extract()
                .path("messageId");
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
