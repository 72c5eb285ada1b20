package dev.confab.chat.testing;

import static io.restassured.RestAssured.given;

import dev.confab.common.identity.Role;
import dev.confab.common.identity.UserIdentity;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Somebody with an account of their own, who uses the service over REST. */
public record TestUser(UUID id, String name, String accessToken, Set<Role> roles) {

    private static final String PASSWORD = "correct horse battery staple";

    /** A new account. */
    public static TestUser register() {
        String name = "u" + UUID.randomUUID().toString().substring(0, 12);
        return of(
                name,
                given().contentType(ContentType.JSON)
                        .body(Map.of("username", name, "email", name + "@example.org", "password", PASSWORD))
                        .post("/api/auth/register")
                        .then()
                        .statusCode(201)
                        .extract()
                        .jsonPath(),
                Set.of(Role.USER));
    }

    /** A new account with the role staff. */
    public static TestUser registerStaff(DataSource database) throws SQLException {
        TestUser user = register();
        try (Connection connection = database.getConnection();
                PreparedStatement promote =
                        connection.prepareStatement("UPDATE account SET staff = true WHERE id = ?")) {
            promote.setObject(1, user.id());
            promote.executeUpdate();
        }
        return of(
                user.name(),
                given().contentType(ContentType.JSON)
                        .body(Map.of("username", user.name(), "password", PASSWORD))
                        .post("/api/auth/login")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath(),
                Set.of(Role.USER, Role.STAFF));
    }

    /** A JSON request of this user. */
    public RequestSpecification rest() {
        return given().contentType(ContentType.JSON).auth().oauth2(accessToken);
    }

    /** What the service's own code is given for this user. */
    public UserIdentity identity() {
        return new UserIdentity(id, name, roles);
    }

    private static TestUser of(String name, JsonPath answer, Set<Role> roles) {
        return new TestUser(UUID.fromString(answer.getString("user.id")), name, answer.getString("accessToken"), roles);
    }
}
