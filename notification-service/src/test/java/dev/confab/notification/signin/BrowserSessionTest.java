package dev.confab.notification.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.signin.OpaqueToken;
import dev.confab.common.signin.SessionCookie;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuer;
import dev.confab.local.test.TokenIssuerResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedStackResource.class,
        initArgs = @ResourceArg(name = "database", value = "notification"))
@QuarkusTestResource(TokenIssuerResource.class)
class BrowserSessionTest {
    private static final String CHAT = "https://chat.example";

    TokenIssuer issuer;

    private String session;

    @BeforeEach
    void somebody() {
        session = issuer.session(UUID.randomUUID(), "ann", "user");
    }

    private RequestSpecification browser() {
        return given().cookie("confab_session", session).header("Origin", CHAT);
    }

    private static RequestSpecification readAll(RequestSpecification request) {
        return request.contentType("application/json").body(Map.of("all", true));
    }

    @Test
    void aCookieIsAskedAboutOnceInAWhile() {
        int before = issuer.exchanges();
        for (int i = 0; i < 5; i++) {
            assertThat(browser()
                            .get("/api/whoami")
                            .then()
                            .statusCode(200)
                            .extract()
                            .<String>path("username"))
                    .isEqualTo("ann");
        }
        for (int i = 0; i < 5; i++) {
            given().cookie("confab_session", "nobody's")
                    .get("/api/whoami")
                    .then()
                    .statusCode(401);
        }
        // Two seconds are remembered in tests, and the machine may be slow.
        assertThat(issuer.exchanges() - before).isLessThan(10);
    }

    @Test
    void aChangeByCookieNeedsTheCsrfToken() {
        Response refused = readAll(browser()).post("/api/notifications/read");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.<String>path("code")).isEqualTo("csrf_failed");
        readAll(browser())
                .header("X-CSRF-Token", SessionCookie.csrfToken(OpaqueToken.presented("another")))
                .post("/api/notifications/read")
                .then()
                .statusCode(403);

        Response read = readAll(browser())
                .header("X-CSRF-Token", SessionCookie.csrfToken(OpaqueToken.presented(session)))
                .post("/api/notifications/read");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.<Integer>path("unread")).isZero();
    }

    @Test
    void pagesOfAllowedOriginsMayCallAndOthersMayNot() {
        Response allowed = browser().get("/api/notifications/unread");
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(CHAT);
        assertThat(allowed.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(allowed.headers().getValues("Vary")).contains("origin");
        Response preflight = given().header("Origin", CHAT)
                .header("Access-Control-Request-Method", "POST")
                .options("/api/notifications/read");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Headers")).contains("X-CSRF-Token");

        Response foreign = given().header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .options("/api/notifications/read");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.header("Access-Control-Allow-Origin")).isNull();
    }
}
