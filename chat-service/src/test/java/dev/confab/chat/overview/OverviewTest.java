package dev.confab.chat.overview;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.confab.chat.protocol.ChatClient;
import dev.confab.chat.testing.TestRooms;
import dev.confab.chat.testing.TestUser;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@Tag("CH-15")
class OverviewTest {

    @TestHTTPResource("/ws")
    URI socket;

    @Inject
    TestRooms rooms;

    @Inject
    DataSource database;

    @Test
    void countsWhatIsThereAndShowsWhereMostHappens() throws SQLException {
        TestUser staff = TestUser.registerStaff(database);
        TestUser ann = TestUser.register();
        TestUser ben = TestUser.register();
        JsonPath before = overview(staff);
        String room = TestRooms.uniqueName("busy");
        UUID id = UUID.fromString(ann.rest().put("/api/rooms/{room}", room).path("id"));
        // More than any other test says in one room.
        rooms.say(id, ann, 600);
        rooms.say(id, ben, 30);
        try (ChatClient present = ChatClient.greeted(socket, ben.accessToken())) {
            present.join(room);
            await().atMost(Duration.ofSeconds(60)).until(() -> overview(staff).getInt("connections") > 0);
            JsonPath after = overview(staff);

            assertThat(after.getLong("rooms")).isGreaterThan(before.getLong("rooms"));
            assertThat(after.getLong("accounts")).isGreaterThanOrEqualTo(3);
            assertThat(after.getLong("messages")).isGreaterThanOrEqualTo(before.getLong("messages") + 630);
            assertThat(after.getList("nodes")).isNotEmpty();
            String found = "busiest.find { it.room == '" + room + "' }";
            assertThat(after.getLong(found + ".messages")).isEqualTo(630);
            assertThat(after.getLong(found + ".activeUsers")).isEqualTo(2);
            await().atMost(Duration.ofSeconds(60)).until(() -> overview(staff).getInt(found + ".online") == 1);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> overview(staff).getDouble("averageConnectionSeconds") > 0);
    }

    @Test
    void isForStaff() {
        TestUser.register()
                .rest()
                .get("/api/admin/overview")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
    }

    private static JsonPath overview(TestUser staff) {
        return staff.rest()
                .get("/api/admin/overview")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
