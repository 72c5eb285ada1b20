package dev.confab.chat.account;

import static dev.confab.chat.account.People.PASSWORD;
import static dev.confab.chat.account.People.as;
import static dev.confab.chat.account.People.freshName;
import static dev.confab.chat.account.People.json;
import static dev.confab.chat.account.People.register;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.confab.local.test.EmbeddedStackResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class RegistrationTest {
    @Inject
    AgroalDataSource database;

    @Test
    void registersAndSignsIn() {
        String name = freshName("ada.Lovelace-");
        Response response = json(Map.of("username", name, "email", name + "@Example.org", "password", PASSWORD))
                .post("/api/auth/register");

        response.then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .body("user.username", equalTo(name))
                .body("user.email", equalTo(name + "@Example.org"))
                .body("user.roles", containsInAnyOrder("user"))
                .body("expiresIn", equalTo(900));
        People.SignedIn ada = People.SignedIn.of(response);
        as(ada).get("/api/me").then().statusCode(200).body("username", equalTo(name));
    }

    @Test
    void everyAccountHasItsPersonalStream() throws SQLException {
        People.SignedIn somebody = register("stream");

        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT kind, name FROM stream WHERE id = ?")) {
            query.setObject(1, UUID.fromString(somebody.id()));
            ResultSet rows = query.executeQuery();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("kind")).isEqualTo("USER");
            assertThat(rows.getString("name")).isEqualTo(somebody.username());
        }
    }

    @Test
    void namesOfAllScriptsAreWelcome() {
        String name = freshName("Çağrı_名前");
        json(Map.of("username", name, "email", freshName("x") + "@example.org", "password", PASSWORD))
                .post("/api/auth/register")
                .then()
                .statusCode(201)
                .body("user.username", equalTo(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "with space",
                "semi;colon",
                "'; DROP TABLE account; --",
                "<script>alert(1)</script>",
                "line\nbreak",
                "nul\0",
                "slash/slash",
                "at@sign",
                "tooooooooooooooooooooooooooooooong1",
                "right\u202eleft"
            })
    void refusesNamesThatAreNone(String name) {
        json(Map.of("username", name, "email", freshName("x") + "@example.org", "password", PASSWORD))
                .post("/api/auth/register")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid_request"))
                .body("errors.field", hasItem("username"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nobody", "@example.org", "a@b@c", "a b@example.org", "a@-x.org", "a@x..org", "<a>@x.org"})
    void refusesAddressesThatAreNone(String email) {
        json(Map.of("username", freshName("mail"), "email", email, "password", PASSWORD))
                .post("/api/auth/register")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("email"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "seven77", "password", "PASSWORD1", "aaaaaaaaaaaa"})
    void refusesWeakPasswords(String password) {
        json(Map.of("username", freshName("weak"), "email", freshName("x") + "@example.org", "password", password))
                .post("/api/auth/register")
                .then()
                .statusCode(422)
                .body("code", equalTo("weak_password"))
                .body("errors.field", hasItem("password"));
    }

    @Test
    void refusesThePasswordThatIsTheName() {
        String name = freshName("samename");
        json(Map.of("username", name, "email", name + "@example.org", "password", name.toUpperCase(Locale.ROOT)))
                .post("/api/auth/register")
                .then()
                .statusCode(422);
    }

    @Test
    void namesAreTakenWithoutRegardToCaseAndForm() {
        String name = register("Taken").username();
        for (String same : List.of(name, name.toUpperCase(Locale.ROOT), name.replace('T', '\uff34'))) {
            json(Map.of("username", same, "email", freshName("y") + "@example.org", "password", PASSWORD))
                    .post("/api/auth/register")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("username_taken"));
        }
    }

    @Test
    void addressesAreTakenWithoutRegardToCase() {
        String name = register("mailbox").username();
        json(Map.of(
                        "username",
                        freshName("other"),
                        "email",
                        name.toUpperCase(Locale.ROOT) + "@EXAMPLE.org",
                        "password",
                        PASSWORD))
                .post("/api/auth/register")
                .then()
                .statusCode(409)
                .body("code", equalTo("email_taken"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Admin", "SYSTEM", "anonymous"})
    void namesThatMisleadAreTaken(String name) {
        json(Map.of("username", name, "email", freshName("z") + "@example.org", "password", PASSWORD))
                .post("/api/auth/register")
                .then()
                .statusCode(409)
                .body("code", equalTo("username_taken"));
    }

    @Test
    void ofRacingRegistrationsOneWins() throws Exception {
        String name = freshName("Race");
        int racers = 8;
        CountDownLatch start = new CountDownLatch(1);
        List<Callable<Integer>> tries = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
            String written = i % 2 == 0 ? name : name.toLowerCase(Locale.ROOT);
            String email = freshName("race") + "@example.org";
            tries.add(() -> {
                start.await();
                return json(Map.of("username", written, "email", email, "password", PASSWORD))
                        .post("/api/auth/register")
                        .statusCode();
            });
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
            List<Future<Integer>> results = tries.stream().map(threads::submit).toList();
            start.countDown();
            for (Future<Integer> result : results) {
                statuses.add(result.get());
            }
        }

        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    @Tag("CH-06")
    void theCookieIsOutOfReachForScripts() {
        String name = freshName("cookie");
        Response response = json(Map.of("username", name, "email", name + "@example.org", "password", PASSWORD))
                .post("/api/auth/register");

        assertThat(response.getDetailedCookie("confab_session").isHttpOnly()).isTrue();
        assertThat(response.getDetailedCookie("confab_session").isSecured()).isFalse();
        assertThat(response.getDetailedCookie("confab_session").getSameSite()).isEqualTo("Lax");
        assertThat(response.getDetailedCookie("confab_session").getMaxAge()).isEqualTo(30 * 24 * 3600);
        assertThat(response.getDetailedCookie("confab_csrf").isHttpOnly()).isFalse();
    }

    @Test
    void theCookieIsSecureBehindATrustedProxyWithTls() {
        String name = freshName("secure");
        Response response = json(Map.of("username", name, "email", name + "@example.org", "password", PASSWORD))
                .header("X-Forwarded-Proto", "https")
                .post("/api/auth/register");

        assertThat(response.getDetailedCookie("confab_session").isSecured()).isTrue();
        assertThat(response.getDetailedCookie("confab_csrf").isSecured()).isTrue();
    }

    @Test
    void missingFieldsAreNamed() {
        json(Map.of("email", "a@example.org", "password", PASSWORD))
                .post("/api/auth/register")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("username"))
                .body("requestId", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "no json", "{\"username\": }"})
    void refusesWhatIsNoJson(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/auth/register")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed_json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"username\": 5, \"email\": \"a@b.org\", \"password\": \"long enough\"}",
                "{\"username\": {\"a\": 1}, \"email\": \"a@b.org\", \"password\": \"long enough\"}",
                "{\"username\": [\"a\"], \"email\": \"a@b.org\", \"password\": \"long enough\"}",
                "{\"username\": \"abc\", \"email\": \"a@b.org\", \"password\": true}",
                "[]",
                "\"text\"",
                "null",
                ""
            })
    void refusesWrongTypes(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/auth/register")
                .then()
                .statusCode(400)
                .body("code", not(equalTo("internal")));
    }

    @Test
    void refusesOtherContent() {
        given().contentType("text/plain")
                .body("username=a")
                .post("/api/auth/register")
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported_media_type"));
    }

    @Test
    void refusesHugeBodies() {
        json(Map.of("username", "a".repeat(300_000), "email", "a@b.org", "password", PASSWORD))
                .post("/api/auth/register")
                .then()
                .statusCode(413);
    }
}
