package dev.confab.chat.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import dev.confab.chat.account.People.SignedIn;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class SessionTokenTest {

    private static final String TOKEN = "/api/auth/token";

    @Test
    void aPageOfOursGetsATokenForItsSession() {
        SignedIn ada = People.register("token");
        String token = browser(ada)
                .header("X-CSRF-Token", ada.csrf())
                .post(TOKEN)
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .header("Access-Control-Allow-Origin", nullValue())
                .body("expiresIn", lessThanOrEqualTo(900))
                .body("refreshToken", nullValue())
                .extract()
                .path("accessToken");
        bearer(token).get("/api/me").then().statusCode(200).body("username", equalTo(ada.username()));

        // It ends with the session that it was given to.
        browser(ada)
                .header("X-CSRF-Token", ada.csrf())
                .post("/api/auth/logout")
                .then()
                .statusCode(204);
        bearer(token).get("/api/me").then().statusCode(401);
        browser(ada).header("X-CSRF-Token", ada.csrf()).post(TOKEN).then().statusCode(401);
    }

    @Test
    void aForeignPageGetsNone() {
        SignedIn ada = People.register("token");
        SignedIn other = People.register("other");
        browser(ada).post(TOKEN).then().statusCode(403).body("code", equalTo("csrf_failed"));
        browser(ada).header("X-CSRF-Token", other.csrf()).post(TOKEN).then().statusCode(403);
        browser(ada)
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-csrf-token")
                .options(TOKEN)
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void tokensDoNotProlongThemselves() {
        SignedIn ada = People.register("token");
        People.as(ada).post(TOKEN).then().statusCode(403).body("code", equalTo("forbidden"));
        given().contentType(ContentType.JSON).post(TOKEN).then().statusCode(401);
    }

    private static RequestSpecification browser(SignedIn who) {
        return given().cookie("confab_session", who.session())
                .cookie("confab_csrf", who.csrf())
                .contentType(ContentType.JSON);
    }

    private static RequestSpecification bearer(String token) {
        return given().auth().preemptive().oauth2(token);
    }
}
