package dev.confab.chat.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class PageResourceTest {

    private static final Pattern ASSET = Pattern.compile("\"(/static/bundle/[^\"]+)\"");

    @Test
    @Tag("CH-11")
    void asksForSignInAndNamesThePageToReturnTo() {
        browser().get("/").then().statusCode(303).header("Location", endsWith("/login?next=%2F"));
        browser()
                .get("/rooms/design")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/login?next=%2Frooms%2Fdesign"));
    }

    @Test
    @Tag("CH-12")
    void letsPagesRunNothingButTheBundle() {
        browser()
                .get("/login")
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("text/html"))
                .header(
                        "Content-Security-Policy",
                        allOf(
                                containsString("default-src 'none'"),
                                containsString("script-src 'self'"),
                                containsString("style-src 'self'"),
                                containsString("frame-ancestors 'none'"),
                                containsString("require-trusted-types-for 'script'"),
                                not(containsString("unsafe"))))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", "no-store")
                .body(not(containsString("<style")), not(containsString("onload")));
    }

    @Test
    @Tag("CH-18")
    void servesFingerprintedAssetsThatMayBeKeptForEver() {
        Matcher assets = ASSET.matcher(browser().get("/login").asString());
        int found = 0;
        while (assets.find()) {
            found++;
            assertThat(assets.group(1)).matches("/static/bundle/app-[A-Z0-9]{8}\\.(js|css)");
            given().get(assets.group(1))
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "public, max-age=31536000, immutable");
        }
        assertThat(found).isEqualTo(2);
    }

    @Test
    @Tag("CH-18")
    void neverLetsAMissingAssetBeKept() {
        given().get("/static/bundle/app-OLDHASH0.js").then().statusCode(404).header("Cache-Control", "no-store");
    }

    @Test
    void showsPeopleAPageWhereThereIsNothing() {
        for (String path : new String[] {"/nothing", "/rooms/two%20words", "/rooms/a/b"}) {
            Response response = browser().get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(response.contentType()).as(path).startsWith("text/html");
            assertThat(response.asString()).as(path).contains("There is nothing here");
        }
    }

    @Test
    void tellsProgramsInTheirOwnFormatThatThereIsNothing() {
        given().accept(ContentType.JSON)
                .get("/nothing")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("not_found"));
        browser().get("/api/nothing").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void rendersTheChosenThemeAndNothingElseFromTheCookie() {
        browser().cookie(Theme.COOKIE, "dark").get("/login").then().body(containsString("data-theme=\"dark\""));
        browser()
                .cookie(Theme.COOKIE, "\"><script>alert(1)</script>")
                .get("/login")
                .then()
                .body(containsString("data-theme=\"system\""), not(containsString("alert(1)")));
    }

    /** Asks as browsers do when somebody opens an address. */
    private static RequestSpecification browser() {
        return given().redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    }
}
