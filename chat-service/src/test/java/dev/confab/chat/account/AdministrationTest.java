package dev.confab.chat.account;

import static dev.confab.chat.account.People.PASSWORD;
import static dev.confab.chat.account.People.admin;
import static dev.confab.chat.account.People.as;
import static dev.confab.chat.account.People.freshName;
import static dev.confab.chat.account.People.json;
import static dev.confab.chat.account.People.login;
import static dev.confab.chat.account.People.register;
import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.confab.chat.account.People.SignedIn;
import dev.confab.chat.auth.SecurityChangeListener;
import dev.confab.common.error.ErrorCode;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class AdministrationTest {
    @Inject
    Told told;

    @Inject
    FirstAdministratorService firstAdministrator;

    private SignedIn admin;

    @BeforeEach
    void adminSignsIn() {
        admin = admin();
    }

    @Test
    void onlyStaffAdministrate() {
        SignedIn ada = register("nostaff");
        String path = "/api/users/" + ada.username();
        List<Callable<Response>> attempts = List.of(
                () -> as(ada).get("/api/users"),
                () -> as(ada).get(path),
                () -> as(ada).body(Map.of("username", "x")).post("/api/users"),
                () -> as(ada).body(Map.of("roles", List.of("staff"))).put(path + "/roles"),
                () -> as(ada).body(Map.of("reason", "x")).post("/api/users/admin/ban"),
                () -> as(ada).delete(path + "/ban"),
                () -> as(ada).body(Map.of("newPassword", PASSWORD)).post("/api/users/admin/password"));

        assertThat(attempts).allSatisfy(attempt -> {
            attempt.call().then().statusCode(403).body("code", equalTo("forbidden"));
        });
        given().get("/api/users").then().statusCode(401);
    }

    @Test
    void listsAccountsPageByPage() {
        List<String> names = new ArrayList<>();
        String prefix = freshName("page_");
        for (String suffix : List.of("c", "A", "b", "d", "E")) {
            as(admin)
                    .body(Map.of("username", prefix + suffix, "password", PASSWORD))
                    .post("/api/users")
                    .then()
                    .statusCode(201);
        }
        String after = null;
        do {
            RequestSpecification request = as(admin).queryParam("q", prefix).queryParam("limit", 2);
            Response page = (after == null ? request : request.queryParam("after", after)).get("/api/users");
            page.then().statusCode(200);
            names.addAll(page.<List<String>>path("items.username"));
            after = page.path("next");
        } while (after != null);

        assertThat(names).containsExactly(prefix + "A", prefix + "b", prefix + "c", prefix + "d", prefix + "E");
        as(admin).queryParam("q", "%").get("/api/users").then().statusCode(200).body("items", equalTo(List.of()));
        as(admin).queryParam("limit", 0).get("/api/users").then().statusCode(400);
        as(admin).queryParam("limit", "many").get("/api/users").then().statusCode(400);
    }

    @Test
    void findsByAddress() {
        SignedIn ada = register("byaddress");

        as(admin)
                .queryParam("q", ada.username() + "@EX")
                .get("/api/users")
                .then()
                .body("items.username", contains(ada.username()));
    }

    @Test
    void createsAccountsForOthers() {
        String name = freshName("created");
        as(admin)
                .body(Map.of(
                        "username",
                        name,
                        "email",
                        name + "@example.org",
                        "password",
                        PASSWORD,
                        "roles",
                        List.of("staff")))
                .post("/api/users")
                .then()
                .statusCode(201)
                .body("roles", contains("user", "staff"))
                .body("banned", equalTo(false));
        as(login(name, PASSWORD)).get("/api/users/" + name).then().statusCode(200);
        as(admin)
                .body(Map.of("username", name, "password", PASSWORD))
                .post("/api/users")
                .then()
                .statusCode(409)
                .body("code", equalTo("username_taken"));
        as(admin)
                .body(Map.of("username", freshName("king"), "password", PASSWORD, "roles", List.of("king")))
                .post("/api/users")
                .then()
                .statusCode(400);
    }

    @Test
    void aBanEndsEverythingAndSaysWhy() {
        SignedIn troll = register("troll");
        as(admin)
                .body(Map.of("reason", "spam"))
                .post("/api/users/" + troll.username() + "/ban")
                .then()
                .statusCode(200)
                .body("banned", equalTo(true))
                .body("banReason", equalTo("spam"));

        as(troll).get("/api/me").then().statusCode(403).body("code", equalTo("banned"));
        given().cookie("confab_session", troll.session()).get("/api/me").then().statusCode(401);
        json(Map.of("refreshToken", troll.refreshToken()))
                .post("/api/auth/refresh")
                .then()
                .statusCode(401);
        json(Map.of("username", troll.username(), "password", PASSWORD))
                .post("/api/auth/login")
                .then()
                .statusCode(403)
                .body("code", equalTo("banned"))
                .body("detail", equalTo("This account is banned: spam"));
        json(Map.of("username", troll.username(), "password", "wrong password"))
                .post("/api/auth/login")
                .then()
                .statusCode(401);
        await().untilAsserted(() -> assertThat(told.all)
                .contains(new Told.Change(UUID.fromString(troll.id()), Set.of(), ErrorCode.BANNED)));

        as(admin)
                .delete("/api/users/" + troll.username() + "/ban")
                .then()
                .statusCode(200)
                .body("banReason", nullValue());
        as(login(troll.username(), PASSWORD)).get("/api/me").then().statusCode(200);
        as(troll).get("/api/me").then().statusCode(401);
    }

    @Test
    void aBanNeedsAReason() {
        SignedIn ada = register("noreason");
        for (Object reason : List.of("", "  ", "x".repeat(501), 5)) {
            as(admin)
                    .body(Map.of("reason", reason))
                    .post("/api/users/" + ada.username() + "/ban")
                    .then()
                    .statusCode(400);
        }
        as(admin)
                .body("{}")
                .post("/api/users/" + ada.username() + "/ban")
                .then()
                .statusCode(400);
    }

    @Test
    void newRolesNeedANewSignIn() {
        SignedIn ada = register("promoted");
        as(admin)
                .body(Map.of("roles", List.of("staff")))
                .put("/api/users/" + ada.username() + "/roles")
                .then()
                .statusCode(200)
                .body("roles", contains("user", "staff"));

        as(ada).get("/api/me").then().statusCode(401);
        SignedIn staff = login(ada.username(), PASSWORD);
        as(staff).get("/api/users").then().statusCode(200);
        as(admin)
                .body(Map.of("roles", List.of("user")))
                .put("/api/users/" + ada.username() + "/roles")
                .then()
                .statusCode(200)
                .body("roles", contains("user"));
        as(staff).get("/api/users").then().statusCode(401);
    }

    @Test
    void nobodyBansOrDemotesThemselves() {
        as(admin)
                .body(Map.of("reason", "tired"))
                .post("/api/users/admin/ban")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
        as(admin)
                .body(Map.of("roles", List.of("user")))
                .put("/api/users/ADMIN/roles")
                .then()
                .statusCode(403);
        as(admin).get("/api/me").then().statusCode(200);
    }

    @Test
    void staffWhoBanEachOtherLeaveOne() throws Exception {
        SignedIn one = staff("duel");
        SignedIn two = staff("duel");
        List<Integer> statuses;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Response> first = threads.submit(
                    () -> as(one).body(Map.of("reason", "duel")).post("/api/users/" + two.username() + "/ban"));
            Future<Response> second = threads.submit(
                    () -> as(two).body(Map.of("reason", "duel")).post("/api/users/" + one.username() + "/ban"));
            statuses = List.of(first.get().statusCode(), second.get().statusCode());
        }

        assertThat(statuses).contains(200);
        as(admin).queryParam("q", "admin").get("/api/users").then().body("items[0].banned", equalTo(false));
    }

    @Test
    void aPasswordSetByStaffEndsAllSignIns() {
        SignedIn ada = register("reset");
        as(admin)
                .body(Map.of("newPassword", "given by staff"))
                .post("/api/users/" + ada.username() + "/password")
                .then()
                .statusCode(204);

        as(ada).get("/api/me").then().statusCode(401);
        login(ada.username(), "given by staff");
    }

    @Test
    void unknownUsersAreNotFound() {
        for (String name : List.of("nobody-of-that-name", "%27%3B%20DROP", "%3Cscript%3E")) {
            as(admin)
                    .urlEncodingEnabled(false)
                    .get("/api/users/" + name)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("user_not_found"));
        }
    }

    @Test
    void logoutIsToldWithItsSession() {
        SignedIn ada = register("told");
        as(ada).post("/api/auth/logout").then().statusCode(204);

        await().untilAsserted(() -> assertThat(told.all).anySatisfy(change -> {
            assertThat(change.userId()).hasToString(ada.id());
            assertThat(change.endedSessions()).hasSize(1);
            assertThat(change.reason()).isEqualTo(ErrorCode.NOT_AUTHENTICATED);
        }));
    }

    @Test
    void laterStartsLeaveTheAdministratorAlone() {
        firstAdministrator.start(null);

        assertThat(admin().id()).isEqualTo(admin.id());
    }

    private SignedIn staff(String base) {
        String name = freshName(base);
        Map<String, Object> body = new HashMap<>(Map.of("username", name, "password", PASSWORD));
        body.put("roles", List.of("staff"));
        as(admin).body(body).post("/api/users").then().statusCode(201);
        return login(name, PASSWORD);
    }

    /** Somebody who has to close connections. */
    @Singleton
    static class Told implements SecurityChangeListener {
        final Queue<Change> all = new ConcurrentLinkedQueue<>();

        @Override
        public void onSecurityChange(UUID userId, Set<UUID> endedSessions, ErrorCode reason) {
            all.add(new Change(userId, endedSessions, reason));
        }

        record Change(UUID userId, Set<UUID> endedSessions, ErrorCode reason) {}
    }
}
