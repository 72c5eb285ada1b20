package dev.confab.chat.logging;

import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.lessThan;

import dev.confab.chat.account.People;
import dev.confab.chat.account.People.SignedIn;
import dev.confab.client.socket.SocketAuth;
import dev.confab.client.socket.SocketClient;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class SecretsStayOutOfLogsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String WRONG = "a wrong guess of the password";
    private static final String NEW = "another battery of horses";
    private static final String PRIVATE_TEXT = "what nobody else should read";

    @TestHTTPResource("/")
    URI server;

    @Test
    void passwordsTokensAndMessagesAreNeverLogged() {
        List<String> secrets = new ArrayList<>(List.of(People.PASSWORD, WRONG, NEW, PRIVATE_TEXT));
        try (CapturedLog log = new CapturedLog()) {
            SignedIn ann = People.register("ann");
            remember(secrets, ann);
            remember(secrets, People.login(ann.username(), People.PASSWORD));
            login(ann.username(), WRONG).then().statusCode(401);
            Response refreshed =
                    People.json(Map.of("refreshToken", ann.refreshToken())).post("/api/auth/refresh");
            refreshed.then().statusCode(200);
            remember(secrets, refreshed);
            // Used again, as a thief would, or somebody whose answer was lost.
            remember(
                    secrets,
                    People.json(Map.of("refreshToken", ann.refreshToken())).post("/api/auth/refresh"));
            talk(People.login(ann.username(), People.PASSWORD), secrets);
            given().get("/api/rooms?access_token=" + ann.accessToken());
            given().header("Authorization", "Bearer " + ann.accessToken() + "x").get("/api/me");
            SignedIn again = People.login(ann.username(), People.PASSWORD);
            remember(secrets, again);
            People.as(again)
                    .body(Map.of("currentPassword", People.PASSWORD, "newPassword", NEW))
                    .post("/api/me/password")
                    .then()
                    .statusCode(lessThan(300));

            assertThat(log.entries()).anySatisfy(entry -> assertThat(entry).contains("/api/auth/login"));
            assertThat(secrets).allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(10));
            assertThat(log.entries())
                    .allSatisfy(entry -> assertThat(secrets)
                            .noneSatisfy(secret -> assertThat(entry).contains(secret)));
        }
    }

    @Test
    @Tag("AU-01")
    void everyRequestIsLoggedWithItsIdAndTheUser() {
        SignedIn ann = People.register("ann");
        try (CapturedLog log = new CapturedLog()) {
            People.as(ann)
                    .header("X-Request-ID", "find-me.1")
                    .get("/api/me?secret=1")
                    .then()
                    .statusCode(200);
            given().header("X-Request-ID", "find-me.2").get("/no/such/page");

            // A request is logged once it has been answered, which its client can see first.
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(log.entries())
                        .anySatisfy(entry -> assertThat(entry)
                                .startsWith("dev.confab.access: GET /api/me 200")
                                .contains("requestId=find-me.1", "user=" + ann.username())
                                .doesNotContain("secret"));
                assertThat(log.entries())
                        .anySatisfy(entry -> assertThat(entry)
                                .startsWith("dev.confab.access: GET /no/such/page 404")
                                .contains("requestId=find-me.2", "status=404"));
            });
        }
    }

    private void talk(SignedIn who, List<String> secrets) {
        remember(secrets, who);
        String path = "ws/chat/" + People.freshName("log") + "/";
        try (SocketClient socket =
                SocketClient.connect(server.resolve(path), SocketAuth.bearerInSubprotocol(who.accessToken()))) {
            socket.sendJson(Map.of("message", PRIVATE_TEXT));
            socket.receiveType("message", SOON);
            socket.sendText("{\"message\": \"" + PRIVATE_TEXT);
            socket.receiveType("error", SOON);
        }
    }

    private static Response login(String username, String password) {
        return People.json(Map.of("username", username, "password", password)).post("/api/auth/login");
    }

    private static void remember(List<String> secrets, Response tokens) {
        for (String name : List.of("accessToken", "refreshToken")) {
            String token = tokens.path(name);
            if (token != null) {
                secrets.add(token);
            }
        }
    }

    private static void remember(List<String> secrets, SignedIn somebody) {
        secrets.addAll(List.of(somebody.accessToken(), somebody.refreshToken(), somebody.session(), somebody.csrf()));
    }
}
