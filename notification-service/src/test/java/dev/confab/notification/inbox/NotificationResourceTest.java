package dev.confab.notification.inbox;

import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuer;
import dev.confab.local.test.TokenIssuerResource;
import dev.confab.notification.testing.Elsewhere;
import dev.confab.notification.testing.InboxDatabase;
import dev.confab.notification.testing.Posted;
import dev.confab.notification.testing.Posted.TestRoom;
import dev.confab.notification.testing.Somebody;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedStackResource.class,
        initArgs = @ResourceArg(name = "database", value = "notification"))
@QuarkusTestResource(TokenIssuerResource.class)
@Tag("NO-02")
class NotificationResourceTest {
    TokenIssuer issuer;

    @Inject
    InboxDatabase database;

    final Elsewhere elsewhere = new Elsewhere();
    final TestRoom room = new TestRoom();
    final Somebody ann = Somebody.named("ann");
    final Somebody ben = Somebody.named("ben");
    final List<Posted> messages = new ArrayList<>();

    @BeforeEach
    void mentionAnnFiveTimes() {
        elsewhere.registers(ann, ben);
        for (int i = 0; i < 5; i++) {
            messages.add(Posted.mentioning(room, ben, ann));
        }
        messages.forEach(elsewhere::posts);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(database.announced(ann)).hasSize(5));
    }

    @AfterEach
    void close() {
        elsewhere.close();
    }

    @Test
    void listsPageByPageNewestFirst() {
        JsonPath first = page("?limit=3");
        JsonPath second = page("?limit=3&before=" + first.getString("next"));

        List<Long> seqs = new ArrayList<>(first.getList("items.seq", Long.class));
        seqs.addAll(second.getList("items.seq", Long.class));
        assertThat(seqs).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(second.getString("next")).isNull();
        assertThat(first.getLong("unread")).isEqualTo(5);
        assertThat(first.getString("items[0].kind")).isEqualTo("mention");
        assertThat(first.getString("items[0].room")).isEqualTo(room.name());
        assertThat(first.getString("items[0].roomId")).isEqualTo(room.id().toString());
        assertThat(first.getString("items[0].messageId"))
                .isEqualTo(messages.getLast().id().toString());
        assertThat(first.getString("items[0].actor.username")).isEqualTo(ben.username());
        assertThat(first.getString("items[0].text")).isEqualTo("@" + ann.username());
        assertThat(Instant.parse(first.getString("items[0].createdAt")))
                .isEqualTo(messages.getLast().time().truncatedTo(ChronoUnit.MILLIS));
        assertThat(first.getMap("items[0]")).containsEntry("readAt", null);
    }

    @Test
    void marksOneManyAndAllAsReadAndTellsTheDevicesEachTime() {
        List<String> ids = page("").getList("items.id", String.class);

        as(ann).post("/api/notifications/{id}/read", ids.get(0)).then().statusCode(204);
        as(ann).post("/api/notifications/{id}/read", ids.get(0)).then().statusCode(204);
        assertThat(read(Map.of("ids", ids.subList(0, 3))).jsonPath().getLong("unread"))
                .isEqualTo(2);
        assertThat(page("?unread=true").getList("items.id", String.class)).containsExactlyElementsOf(ids.subList(3, 5));
        assertThat(unread()).isEqualTo(2);
        assertThat(read(Map.of("all", true)).jsonPath().getLong("unread")).isZero();
        assertThat(read(Map.of("all", true)).jsonPath().getLong("unread")).isZero();

        assertThat(unread()).isZero();
        assertThat(page("").getList("items.readAt", String.class)).doesNotContainNull();
        assertThat(database.eventTypes(ann).subList(5, 8)).containsOnly("notification.read");
        assertThat(database.eventTypes(ann)).hasSize(8);
        assertThat(database.deliveries(ann)).containsOnly("skipped read");
    }

    @Test
    void readingTheRoomReadsWhatLiesBelow() {
        elsewhere.reads(ann, room, 3);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(unread()).isEqualTo(2));
        assertThat(page("?unread=true").getList("items.seq", Long.class)).containsExactly(5L, 4L);
        assertThat(database.deliveries(ann))
                .containsExactly("skipped read", "skipped read", "skipped read", "pending -", "pending -");
    }

    @Test
    void whatBelongsToOthersIsNotThere() {
        String id = page("").getString("items[0].id");

        assertThat(code(as(ben).post("/api/notifications/{id}/read", id), 404)).isEqualTo("not_found");
        assertThat(code(as(ben).get("/api/notifications/{id}/delivery", id), 404))
                .isEqualTo("not_found");
        as(ben).contentType("application/json")
                .body(Map.of("ids", List.of(id)))
                .post("/api/notifications/read")
                .then()
                .statusCode(200);
        assertThat(unread()).isEqualTo(5);
        assertThat(code(as(ben).get("/api/notifications?user=" + ann.username()), 403))
                .isEqualTo("forbidden");
        assertThat(code(as(ben).get("/api/notifications/{id}/delivery?user=" + ann.username(), id), 403))
                .isEqualTo("forbidden");
        assertThat(code(given().get("/api/notifications"), 401)).isEqualTo("not_authenticated");
    }

    @Test
    void staffCanLookAtAnybodysAndAskWhy() {
        Somebody admin = Somebody.named("admin");
        JsonPath page = as(admin, "user", "staff")
                .get("/api/notifications?user=" + ann.username().toUpperCase(Locale.ROOT))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        JsonPath why = as(admin, "user", "staff")
                .get("/api/notifications/{id}/delivery?user=" + ann.username(), page.getString("items[0].id"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(page.getList("items")).hasSize(5);
        assertThat(why.getString("state")).isEqualTo("pending");
        assertThat(why.getString("reason")).isNull();
        assertThat(code(as(admin, "user", "staff").get("/api/notifications?user=nobody.at.all"), 404))
                .isEqualTo("user_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=201", "?limit=x", "?before=x", "?unread=yes"})
    void badParametersAreNamed(String query) {
        assertThat(code(as(ann).get("/api/notifications" + query), 400)).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"all\":true,\"ids\":[]}", "{\"ids\":[null]}", "{\"ids\":[\"x\"]}", "{\"all\":false}"})
    void badBodiesAreRefused(String body) {
        assertThat(code(as(ann).contentType("application/json").body(body).post("/api/notifications/read"), 400))
                .isEqualTo("invalid_request");
    }

    private long unread() {
        return as(ann).get("/api/notifications/unread")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("unread");
    }

    private Response read(Map<String, Object> which) {
        return as(ann).contentType("application/json")
                .body(which)
                .post("/api/notifications/read")
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private JsonPath page(String query) {
        return as(ann).get("/api/notifications" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private RequestSpecification as(Somebody person) {
        return as(person, "user");
    }

    private RequestSpecification as(Somebody person, String... roles) {
        UUID id = person.id();
        return given().header(
                        "Authorization",
                        "Bearer "
                                + issuer.token(
                                        id, person.username(), Instant.now().plusSeconds(60), roles));
    }

    private static String code(Response response, int status) {
        assertThat(response.statusCode()).isEqualTo(status);
        return response.jsonPath().getString("code");
    }
}
