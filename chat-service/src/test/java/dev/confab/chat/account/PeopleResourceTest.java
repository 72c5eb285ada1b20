package dev.confab.chat.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.confab.chat.testing.TestUser;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class PeopleResourceTest {

    @Inject
    DataSource database;

    @Test
    void findsPeopleByTheBeginningOfTheirNamesAndTellsNothingElseOfThem() throws SQLException {
        TestUser ann = TestUser.register();
        TestUser ben = TestUser.register();
        find(ann, ben.name().substring(0, 12).toUpperCase(Locale.ROOT))
                .then()
                .statusCode(200)
                .body("items.username", contains(ben.name()))
                .body("items[0].id", equalTo(ben.id().toString()))
                .body("items[0].keySet()", Matchers.<Set<String>>equalTo(Set.of("id", "username")));
        find(ann, "%").then().body("items", empty());
        find(ann, ben.name().substring(1)).then().body("items", empty());

        TestUser.registerStaff(database)
                .rest()
                .body(Map.of("reason", "spam"))
                .post("/api/users/{user}/ban", ben.name())
                .then()
                .statusCode(200);
        find(ann, ben.name()).then().body("items", empty());
    }

    @Test
    void isForThoseWhoAreSignedInAndLookForSomebody() {
        given().get("/api/people?q=a").then().statusCode(401);
        find(TestUser.register(), " ").then().statusCode(400).body("code", equalTo("invalid_request"));
    }

    private static Response find(TestUser who, String beginning) {
        return who.rest().queryParam("q", beginning).get("/api/people");
    }
}
