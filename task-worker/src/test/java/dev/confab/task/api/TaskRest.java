package dev.confab.task.api;

import static io.restassured.RestAssured.given;

import dev.confab.local.test.TokenIssuer;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The REST API in the hands of somebody of the staff. */
public final class TaskRest {
    private static final int WAITS = 3;

    private final TokenIssuer issuer;

    public TaskRest(TokenIssuer issuer) {
        this.issuer = issuer;
    }

    /** A request of the staff. */
    public RequestSpecification staff() {
        return as("ops", "user", "staff");
    }

    public RequestSpecification as(String username, String... roles) {
        String token = issuer.token(UUID.randomUUID(), username, Instant.now().plusSeconds(300), roles);
        return given().header("Authorization", "Bearer " + token);
    }

    public Response submit(Map<String, ?> body) {
        return staff().contentType(ContentType.JSON).body(body).post("/api/tasks");
    }

    /** Submits a task that must be accepted, and returns its id. */
    public String submit(String type, Map<String, ?> payload) {
        return submit(Map.of("type", type, "payload", payload))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    public JsonPath task(String id) {
        return task(id, "");
    }

    private JsonPath task(String id, String query) {
        return staff().get("/api/tasks/" + id + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** The task once it has ended. */
    public JsonPath ended(String id) {
        JsonPath task = task(id, "?wait=30s");
        for (int waits = 1; waits < WAITS && task.getString("endedAt") == null; waits++) {
            task = task(id, "?wait=30s");
        }
        if (task.getString("endedAt") == null) {
            throw new AssertionError("has not ended: " + task.prettify());
        }
        return task;
    }

    public JsonPath replay(String id) {
        return staff().post("/api/dead-letters/" + id + "/replay")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
