package dev.confab.notification.error;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedStackResource.class,
        initArgs = @ResourceArg(name = "database", value = "notification"))
class ProblemResponsesTest {
    @Test
    void carriesCodeDetailAndRetryOfARefusal() {
        Response response = given().header("X-Request-ID", "my-request.1").get("/failing/limited");

        problem(response, 429, "rate_limited");
        assertThat(response.jsonPath().getString("requestId")).isEqualTo("my-request.1");
        assertThat(response.jsonPath().getString("detail")).isEqualTo("Slow down.");
        assertThat(response.jsonPath().getString("title")).isNotBlank();
        assertThat(response.jsonPath().getString("type")).isEqualTo("urn:confab:problem:rate_limited");
        assertThat(response.jsonPath().getLong("retryAfterMs")).isEqualTo(1500);
        assertThat(response.header("Retry-After")).isEqualTo("2");
    }

    @Test
    void translatesFailuresOfAsynchronousMethods() {
        problem(given().get("/failing/async"), 404, "room_not_found");
    }

    @Test
    void hidesTheDetailsOfDefects() {
        Response response = given().get("/failing/defect");

        problem(response, 500, "internal");
        assertThat(response.asString()).doesNotContain(FailingResource.SECRET).doesNotContain("IllegalState");
    }

    @Test
    void tellsThatAnUnreachableDatabaseIsTemporary() {
        Response response = given().get("/failing/database-away");

        problem(response, 503, "unavailable");
        assertThat(response.header("Retry-After")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{\"name\":", "{\"name\":\"x\",}", "hello", "{\"name\":\"x\"", "{'name':'x'}", "\u0000"})
    void callsTextThatIsNotJsonMalformed(String body) {
        Response response = post(body);

        problem(response, 400, "malformed_json");
        assertNothingInternal(response);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"name\":\"x\",\"count\":\"many\"}; count",
                "{\"name\":\"x\",\"count\":99999999999}; count",
                "{\"name\":\"x\",\"flag\":\"perhaps\"}; flag",
                "{\"name\":{}}; name",
                "{\"name\":\"x\",\"items\":{}}; items",
                "{\"name\":\"x\",\"items\":[{\"title\":\"t\"},{\"title\":[]}]}; items[1].title",
                "{\"name\":\" \"}; name",
                "{}; name",
                "{\"name\":\"x\",\"email\":\"nobody\"}; email",
                "{\"name\":\"x\",\"items\":[{\"title\":\"\"}]}; items[0].title"
            })
    void namesTheFieldThatIsNotAcceptable(String body, String field) {
        Response response = post(body);

        problem(response, 400, "invalid_request");
        assertThat(response.jsonPath().getList("errors.field", String.class)).containsExactly(field);
        assertThat(response.jsonPath().getString("errors[0].message")).isNotBlank();
        assertNothingInternal(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "17", "\"text\""})
    void refusesABodyThatIsNoObject(String body) {
        Response response = post(body);

        problem(response, 400, "invalid_request");
        assertNothingInternal(response);
    }

    @Test
    void refusesNestingThatWouldExhaustTheParser() {
        problem(post("{\"name\":" + "[".repeat(5000) + "]".repeat(5000) + "}"), 400, "invalid_request");
    }

    @ParameterizedTest
    @CsvSource({"/failing/query?limit=201, limit", "/failing/query?limit=many,"})
    void refusesParametersOfTheWrongKind(String path, String field) {
        Response response = given().urlEncodingEnabled(false).get(path);

        problem(response, 400, "invalid_request");
        if (field != null) {
            assertThat(response.jsonPath().getList("errors.field", String.class))
                    .containsExactly(field);
        }
    }

    @Test
    void answersWhatHttpItselfRefuses() {
        problem(given().get("/nowhere"), 404, "not_found");
        problem(given().get("/q/nowhere"), 404, "not_found");
        Response method = given().delete("/failing/query");
        problem(method, 405, "method_not_allowed");
        problem(given().accept("image/png").get("/failing/limited"), 406, "not_acceptable");
        problem(given().contentType(ContentType.XML).body("<a/>").post("/failing/body"), 415, "unsupported_media_type");
        problem(post("{\"name\":\"" + "x".repeat(300_000) + "\"}"), 413, "payload_too_large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/failing/signed-in", "/failing/staff"})
    void asksStrangersToSignIn(String path) {
        Response response = given().get(path);

        problem(response, 401, "not_authenticated");
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/failing/signed-in", "/failing/staff"})
    void refusesCredentialsThatAreNotOurs(String path) {
        Response response =
                given().header("Authorization", "Bearer not.a.token").get(path);

        problem(response, 401, "not_authenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/failing/limited", "/failing/defect", "/nowhere", "/q/health/live", "/api/info"})
    @Tag("MW-01")
    void tellsTheDurationOfEveryResponse(String path) {
        assertThat(given().get(path).header("X-Request-Duration-Ms")).matches("\\d+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/failing/limited", "/failing/defect", "/nowhere", "/q/health/live", "/api/info"})
    @Tag("MW-02")
    void returnsTheRequestIdOfTheClient(String path) {
        assertThat(given().header("X-Request-ID", "a-b_c.9").get(path).header("X-Request-ID"))
                .isEqualTo("a-b_c.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "semi;colon", "<script>", "\u00e4"})
    @Tag("MW-02")
    void replacesRequestIdsThatCouldUpsetALog(String id) {
        assertThat(given().header("X-Request-ID", id).get("/api/info").header("X-Request-ID"))
                .isNotEqualTo(id)
                .matches("[A-Za-z0-9._-]{1,64}");
    }

    private static Response post(String body) {
        return given().contentType("application/json").body(body).post("/failing/body");
    }

    private static void problem(Response response, int status, String code) {
        assertThat(response.asString()).contains("\"code\":\"" + code + "\"");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getInt("status")).isEqualTo(status);
        assertThat(response.jsonPath().getString("requestId")).isEqualTo(response.header("X-Request-ID"));
    }

    private static void assertNothingInternal(Response response) {
        assertThat(response.asString()).doesNotContain("dev.confab", "jackson", "java.", "Record", "Unexpected");
    }
}
