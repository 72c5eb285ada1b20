package dev.confab.task.api;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuer;
import dev.confab.local.test.TokenIssuerResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "task"))
@QuarkusTestResource(TokenIssuerResource.class)
class TaskResourceTest {
    TokenIssuer issuer;

    private TaskRest tasks;

    @BeforeEach
    void prepare() {
        tasks = new TaskRest(issuer);
    }

    @Test
    @Tag("TK-02")
    void submitsOnceHoweverOftenTheRequestIsRepeated() {
        UUID id = UUID.randomUUID();
        Map<String, Object> body = Map.of("type", "echo", "id", id.toString(), "payload", Map.of("n", 1));

        Response first = tasks.submit(body);
        Response second = tasks.submit(body);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.header("Location")).endsWith("/api/tasks/" + id);
        assertThat(second.statusCode()).isEqualTo(200);
        JsonPath task = tasks.ended(id.toString());
        assertThat(task.getString("state")).isEqualTo("succeeded");
        assertThat(task.getInt("result.n")).isEqualTo(1);
        assertThat(task.getString("source")).isEqualTo("/users/ops");
        assertThat(task.getInt("attempt")).isEqualTo(1);
    }

    @Test
    @Tag("TK-02")
    void takesQueuePriorityDelayExpiryAndRetries() {
        JsonPath task = tasks.submit(Map.of(
                        "type",
                        "echo",
                        "queue",
                        "email",
                        "priority",
                        9,
                        "countdown",
                        3600,
                        "expires",
                        Instant.now().plusSeconds(7200).toString(),
                        "maxRetries",
                        0))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();

        assertThat(task.getString("state")).isEqualTo("scheduled");
        assertThat(task.getString("queue")).isEqualTo("email");
        assertThat(task.getInt("priority")).isEqualTo(9);
        assertThat(task.getInt("maxRetries")).isZero();
        assertThat(Instant.parse(task.getString("dueAt"))).isAfter(Instant.now().plusSeconds(3500));
        assertThat(task.getString("expiresAt")).isNotNull();
    }

    @Test
    @Tag("TK-10")
    void takesBackATaskThatWaits() {
        String id = tasks.submit(Map.of("type", "echo", "countdown", 3600)).path("id");

        JsonPath revoked = tasks.staff()
                .post("/api/tasks/" + id + "/cancel")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(revoked.getString("state")).isEqualTo("revoked");
        assertThat(tasks.ended(id).getString("state")).isEqualTo("revoked");
    }

    @Test
    void doesNotTakeBackWhatIsDone() {
        String id = tasks.submit("echo", Map.of());
        tasks.ended(id);

        Response refused = tasks.staff().post("/api/tasks/" + id + "/cancel");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("conflict");
    }

    @Test
    @Tag("TK-10")
    void listsPageByPageTheNewestFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(tasks.submit(Map.of("type", "echo", "queue", "email", "countdown", 9999))
                    .path("id"));
        }
        List<String> found = new ArrayList<>();
        String after = "";
        while (found.size() < 5) {
            JsonPath page = tasks.staff()
                    .get("/api/tasks?state=scheduled&queue=email&type=echo&limit=2" + after)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertThat(page.getList("items")).hasSizeBetween(1, 2);
            found.addAll(page.getList("items.id"));
            after = "&after=" + page.getString("next");
        }
        assertThat(found).startsWith(ids.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                        | 400 | invalid_request",
                "{'type':'Echo!'}                                          | 400 | invalid_request",
                "{'type':'echo','countdwon':5}                             | 400 | invalid_request",
                "{'type':'echo','countdown':-1}                            | 400 | invalid_request",
                "{'type':'echo','countdown':1,'eta':'2999-01-01T00:00:00Z'}| 400 | invalid_request",
                "{'type':'echo','eta':'tomorrow'}                          | 400 | invalid_request",
                "{'type':'echo','priority':10}                             | 400 | invalid_request",
                "{'type':'echo','priority':'high'}                         | 400 | invalid_request",
                "{'type':'echo','maxRetries':-1}                           | 400 | invalid_request",
                "{'type':'echo','id':'1'}                                  | 400 | invalid_request",
                "{'type':'echo','payload':[1]}                             | 400 | invalid_request",
                "{'type':'echo','queue':'no such queue'}                   | 400 | invalid_request",
                "{'type':'echo','queue':'no-such-queue'}                   | 422 | unknown_queue",
                "{'type':'no-such-type'}                                   | 422 | unknown_task_type",
                "{'type':                                                  | 400 | malformed_json"
            })
    void refusesWhatIsNoTask(String body, int status, String code) {
        Response refused = tasks.staff()
                .contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .post("/api/tasks");

        assertThat(refused.jsonPath().getString("code")).as(refused.asString()).isEqualTo(code);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.contentType()).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/tasks/00000000-0000-0000-0000-000000000000, 404, task_not_found",
        "/api/dead-letters/00000000-0000-0000-0000-000000000000, 404, task_not_found",
        "/api/tasks/x, 400, invalid_request",
        "/api/tasks?state=running, 400, invalid_request",
        "/api/tasks?limit=0, 400, invalid_request",
        "/api/tasks?limit=201, 400, invalid_request",
        "/api/tasks?after=x, 400, invalid_request",
        "/api/tasks/00000000-0000-0000-0000-000000000000?wait=2h, 400, invalid_request"
    })
    void answersWrongQuestionsWithACode(String path, int status, String code) {
        Response refused = tasks.staff().get(path);

        assertThat(refused.jsonPath().getString("code")).as(refused.asString()).isEqualTo(code);
        assertThat(refused.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/tasks", "/api/dead-letters", "/api/queues", "/api/workers", "/api/schedules"})
    void isForStaffOnly(String path) {
        assertThat(RestAssured.get(path).statusCode()).isEqualTo(401);
        assertThat(tasks.as("ann", "user").get(path).statusCode()).isEqualTo(403);
        assertThat(tasks.staff().get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void showsQueuesWorkersAndSchedules() {
        assertThat(tasks.staff().get("/api/queues").jsonPath().getList("name")).contains("default", "email");
        await().untilAsserted(() -> assertThat(
                        tasks.staff().get("/api/workers").jsonPath().getList("alive"))
                .contains(true));
        assertThat(tasks.staff().get("/api/schedules").jsonPath().getList("name"))
                .contains("purge-tasks");
    }
}
