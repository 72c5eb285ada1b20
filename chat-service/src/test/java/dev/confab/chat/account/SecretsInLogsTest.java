package dev.confab.chat.account;

import static dev.confab.chat.account.People.as;
import static dev.confab.chat.account.People.freshName;
import static dev.confab.chat.account.People.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.chat.account.People.SignedIn;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class SecretsInLogsTest {
    private static final String PASSWORD = "open sesame 4711";

    @Test
    void failuresOfAllKindsLeaveNoSecretsInTheLog() {
        Logger confab = Logger.getLogger("dev.confab");
        Logger root = Logger.getLogger("");
        Level before = confab.getLevel();
        Captured log = new Captured();
        confab.setLevel(Level.ALL);
        root.addHandler(log);
        List<String> secrets;
        try {
            secrets = provokeFailures();
        } finally {
            root.removeHandler(log);
            confab.setLevel(before);
        }

        assertThat(log.lines).anySatisfy(line -> assertThat(line).contains("used twice"));
        for (String secret : secrets) {
            assertThat(log.lines).noneSatisfy(line -> assertThat(line).contains(secret));
        }
    }

    private static List<String> provokeFailures() {
        String name = freshName("secretive");
        Map<String, String> registration =
                Map.of("username", name, "email", name + "@example.org", "password", PASSWORD);
        Response registered = json(registration).post("/api/auth/register");
        SignedIn ada = SignedIn.of(registered);
        json(registration).post("/api/auth/register").then().statusCode(409);
        json(Map.of("username", name, "password", PASSWORD + "x"))
                .post("/api/auth/login")
                .then()
                .statusCode(401);
        given().contentType(ContentType.JSON)
                .body("{\"username\": \"" + name + "\", \"password\": \"" + PASSWORD + "\"")
                .post("/api/auth/login")
                .then()
                .statusCode(400);
        given().contentType(ContentType.JSON)
                .body("{\"username\": [\"" + PASSWORD + "\"]}")
                .post("/api/auth/login")
                .then()
                .statusCode(400);
        as(ada).body(Map.of("currentPassword", PASSWORD, "newPassword", "short"))
                .post("/api/me/password")
                .then()
                .statusCode(422);
        given().header("Authorization", "Bearer " + ada.accessToken() + "x")
                .get("/api/me")
                .then()
                .statusCode(401);
        given().cookie("confab_session", ada.session())
                .post("/api/auth/logout")
                .then()
                .statusCode(403);
        String second = refresh(ada.refreshToken()).path("refreshToken");
        String third = refresh(second).path("refreshToken");
        refresh(ada.refreshToken()).then().statusCode(401);
        return List.of(
                PASSWORD, ada.accessToken(), ada.refreshToken(), second, third, ada.session(), ada.csrf(), "$argon2");
    }

    private static Response refresh(String token) {
        return json(Map.of("refreshToken", token)).post("/api/auth/refresh");
    }

    /** Everything that is logged, with messages formatted and stacks written out. */
    private static final class Captured extends Handler {
        /** The message and the stack. */
        private final PatternFormatter format = new PatternFormatter("%c %s%n%e");

        final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(format.format(ExtLogRecord.wrap(record)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
