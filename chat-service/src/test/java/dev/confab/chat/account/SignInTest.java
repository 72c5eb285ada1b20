package dev.confab.chat.account;

import static dev.confab.chat.account.People.PASSWORD;
import static dev.confab.chat.account.People.as;
import static dev.confab.chat.account.People.json;
import static dev.confab.chat.account.People.login;
import static dev.confab.chat.account.People.register;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.confab.chat.account.People.SignedIn;
import dev.confab.local.test.EmbeddedStackResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class SignInTest {
    @Inject
    AgroalDataSource database;

    @Inject
    Observed observed;

    @Test
    void logsInWithoutRegardToCase() {
        SignedIn ada = register("Login");

        assertThat(login(ada.username().toUpperCase(Locale.ROOT), PASSWORD).id())
                .isEqualTo(ada.id());
    }

    @Test
    void doesNotTellAWrongNameFromAWrongPassword() {
        SignedIn ada = register("wrong");
        Response wrongPassword = attempt(ada.username(), "not the password");
        Response wrongName = attempt(ada.username() + "x", PASSWORD);
        Response impossibleName = attempt("' OR 1=1 --", PASSWORD);
        Response hugePassword = attempt(ada.username(), "x".repeat(10_000));

        for (Response response : List.of(wrongPassword, wrongName, impossibleName, hugePassword)) {
            response.then()
                    .statusCode(401)
                    .body("code", equalTo("bad_credentials"))
                    .body("detail", equalTo(wrongPassword.path("detail")));
        }
    }

    @Test
    @Tag("SG-01")
    void tellsObserversThatSomebodySignedIn() {
        SignedIn ada = register("observed");
        login(ada.username(), PASSWORD);

        assertThat(observed.events)
                .filteredOn(event -> event.userId().toString().equals(ada.id()))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.username()).isEqualTo(ada.username()));
    }

    @Test
    void refreshTokensAreExchangedForNewOnes() {
        SignedIn ada = register("refresh");
        Response first = refresh(ada.refreshToken());

        first.then().statusCode(200).body("user.username", equalTo(ada.username()));
        assertThat((String) first.path("refreshToken")).isNotEqualTo(ada.refreshToken());
        refresh(first.path("refreshToken")).then().statusCode(200);
        given().auth()
                .preemptive()
                .oauth2(first.path("accessToken"))
                .get("/api/me")
                .then()
                .statusCode(200)
                .body("username", equalTo(ada.username()));
    }

    @Test
    void usingARefreshTokenTwiceEndsTheSignIn() {
        SignedIn thief = register("stolen");
        String second = refresh(thief.refreshToken()).path("refreshToken");
        String third = refresh(second).path("refreshToken");

        refresh(thief.refreshToken()).then().statusCode(401).body("code", equalTo("not_authenticated"));

        refresh(third).then().statusCode(401);
        as(thief).get("/api/me").then().statusCode(401);
        given().cookie("confab_session", thief.session()).get("/api/me").then().statusCode(401);
    }

    @Test
    void aLostResponseDoesNotEndTheSignIn() {
        SignedIn ada = register("lost");
        String lost = refresh(ada.refreshToken()).path("refreshToken");

        Response again = refresh(ada.refreshToken());

        again.then().statusCode(200);
        refresh(again.path("refreshToken")).then().statusCode(200);
        refresh(lost).then().statusCode(401);
        as(ada).get("/api/me").then().statusCode(401);
    }

    @Test
    void afterTheGraceALostResponseCountsAsTheft() throws SQLException {
        SignedIn ada = register("late");
        refresh(ada.refreshToken()).then().statusCode(200);
        execute(
                "UPDATE refresh_token SET rotated_at = rotated_at - interval '1 minute' WHERE rotated_at IS NOT NULL"
                        + " AND sign_in_id IN (SELECT id FROM sign_in WHERE account_id = CAST(? AS uuid))",
                ada.id());

        refresh(ada.refreshToken()).then().statusCode(401);

        as(ada).get("/api/me").then().statusCode(401);
    }

    @Test
    void expiredRefreshTokensAreWorthNothing() throws SQLException {
        SignedIn ada = register("expired");
        execute(
                "UPDATE refresh_token SET expires_at = now() - interval '1 second'"
                        + " WHERE sign_in_id IN (SELECT id FROM sign_in WHERE account_id = CAST(? AS uuid))",
                ada.id());

        refresh(ada.refreshToken()).then().statusCode(401);
        as(ada).get("/api/me").then().statusCode(200);
    }

    @Test
    void inventedRefreshTokensAreRefused() {
        for (String invented : List.of("", "x", "A".repeat(43), "A".repeat(100_000), "'; DELETE FROM sign_in; --")) {
            refresh(invented).then().statusCode(401).body("code", equalTo("not_authenticated"));
        }
        json(Map.of()).post("/api/auth/refresh").then().statusCode(400);
    }

    @Test
    void anOutdatedTokenDoesNotStandInTheWayOfRefreshing() {
        SignedIn ada = register("outdated");
        json(Map.of("refreshToken", ada.refreshToken()))
                .header("Authorization", "Bearer outdated")
                .post("/api/auth/refresh")
                .then()
                .statusCode(200);
    }

    @Test
    void logoutEndsTheSessionTheTokensAndNothingElse() {
        SignedIn phone = register("logout");
        SignedIn laptop = login(phone.username(), PASSWORD);

        Response response = as(phone).post("/api/auth/logout");

        response.then().statusCode(204);
        assertThat(response.getDetailedCookie("confab_session").getMaxAge()).isZero();
        as(phone).get("/api/me").then().statusCode(401).body("code", equalTo("not_authenticated"));
        given().cookie("confab_session", phone.session()).get("/api/me").then().statusCode(401);
        refresh(phone.refreshToken()).then().statusCode(401);
        as(laptop).get("/api/me").then().statusCode(200);
        given().post("/api/auth/logout").then().statusCode(204);
    }

    @Test
    void aNewPasswordEndsAllOtherSignIns() {
        SignedIn here = register("change");
        SignedIn there = login(here.username(), PASSWORD);

        as(here).body(Map.of("currentPassword", "wrong wrong", "newPassword", "another good one"))
                .post("/api/me/password")
                .then()
                .statusCode(401)
                .body("code", equalTo("bad_credentials"));
        as(here).body(Map.of("currentPassword", PASSWORD, "newPassword", "short"))
                .post("/api/me/password")
                .then()
                .statusCode(422);
        as(here).body(Map.of("currentPassword", PASSWORD, "newPassword", "another good one"))
                .post("/api/me/password")
                .then()
                .statusCode(204);

        as(here).get("/api/me").then().statusCode(200);
        given().cookie("confab_session", here.session()).get("/api/me").then().statusCode(200);
        refresh(here.refreshToken()).then().statusCode(200);
        as(there).get("/api/me").then().statusCode(401);
        refresh(there.refreshToken()).then().statusCode(401);
        attempt(here.username(), PASSWORD).then().statusCode(401);
        login(here.username(), "another good one");
    }

    @Test
    @Tag("CH-06")
    void theCookieAloneReadsButDoesNotWrite() {
        SignedIn ada = register("csrf");
        SignedIn other = register("csrfother");
        Map<String, String> change = Map.of("currentPassword", PASSWORD, "newPassword", "another good one");

        given().cookie("confab_session", ada.session())
                .get("/api/me")
                .then()
                .statusCode(200)
                .body("username", equalTo(ada.username()));
        for (String token : new String[] {null, "", "guess", other.csrf(), ada.session()}) {
            var request = json(change).cookie("confab_session", ada.session()).cookie("confab_csrf", "guess");
            (token == null ? request : request.header("X-CSRF-Token", token))
                    .post("/api/me/password")
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("csrf_failed"));
        }
        given().cookie("confab_session", ada.session())
                .post("/api/auth/logout")
                .then()
                .statusCode(403);
        json(change)
                .cookie("confab_session", ada.session())
                .header("X-CSRF-Token", ada.csrf())
                .post("/api/me/password")
                .then()
                .statusCode(204);
    }

    @Test
    void loginNeedsNoCsrfTokenOfAnOldSession() {
        SignedIn ada = register("relogin");
        json(Map.of("username", ada.username(), "password", PASSWORD))
                .cookie("confab_session", ada.session())
                .post("/api/auth/login")
                .then()
                .statusCode(200);
    }

    @Test
    void aForeignCookieIsNobody() {
        for (String invented : List.of("x", "A".repeat(43), "%00", "' OR ''='")) {
            given().cookie("confab_session", invented)
                    .get("/api/me")
                    .then()
                    .statusCode(401)
                    .body("code", equalTo("not_authenticated"));
        }
    }

    @Test
    void aSessionInUseIsProlonged() throws SQLException {
        SignedIn ada = register("sliding");
        execute(
                "UPDATE sign_in SET renewed_at = renewed_at - interval '20 days',"
                        + " expires_at = expires_at - interval '20 days' WHERE account_id = CAST(? AS uuid)",
                ada.id());

        Response response = given().cookie("confab_session", ada.session()).get("/api/me");

        response.then().statusCode(200).cookie("confab_session", ada.session());
        assertThat(response.getDetailedCookie("confab_session").getMaxAge()).isEqualTo(30 * 24 * 3600);
        Response next = given().cookie("confab_session", ada.session()).get("/api/me");
        next.then().statusCode(200);
        assertThat(next.cookie("confab_session")).isNull();
    }

    @Test
    void anExpiredSessionIsNobody() throws SQLException {
        SignedIn ada = register("forgotten");
        execute(
                "UPDATE sign_in SET expires_at = now() - interval '1 second' WHERE account_id = CAST(? AS uuid)",
                ada.id());

        given().cookie("confab_session", ada.session()).get("/api/me").then().statusCode(401);
    }

    private static Response attempt(String username, String password) {
        return json(Map.of("username", username, "password", password)).post("/api/auth/login");
    }

    private static Response refresh(String token) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("refreshToken", token))
                .post("/api/auth/refresh");
    }

    private void execute(String sql, String accountId) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, accountId);
            assertThat(update.executeUpdate()).isPositive();
        }
    }

    /** Somebody who subscribes without the publisher's knowledge. */
    @Singleton
    static class Observed {
        final Queue<UserSignedIn> events = new ConcurrentLinkedQueue<>();

        void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) UserSignedIn event) {
            events.add(event);
        }
    }
}
