package dev.confab.task.info;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuer;
import dev.confab.local.test.TokenIssuerResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "task"))
@QuarkusTestResource(TokenIssuerResource.class)
class InfoResourceTest {
    TokenIssuer issuer;

    @Test
    void tellsNameAndVersionToAnybody() {
        JsonPath info =
                given().get("/api/info").then().statusCode(200).extract().jsonPath();

        assertThat(info.getString("service")).isEqualTo("confab-task");
        assertThat(info.getString("version")).matches("\\d+\\..*");
        assertThat(info.getString("trustedIssuer")).isEqualTo("confab");
    }

    @Test
    void trustsTokensOfTheChatService() {
        UUID id = UUID.randomUUID();
        String token = issuer.token(id, "Zo\u00eb", Instant.now().plusSeconds(60), "user", "staff");

        JsonPath caller = whoami(token).then().statusCode(200).extract().jsonPath();

        assertThat(caller.getString("id")).isEqualTo(id.toString());
        assertThat(caller.getString("username")).isEqualTo("Zo\u00eb");
        assertThat(caller.getList("roles")).containsExactly("staff", "user");
    }

    @Test
    void fetchesKeysThatItDoesNotKnowYet() {
        whoami(issuer.token(UUID.randomUUID(), "ann", Instant.now().plusSeconds(60), "user"))
                .then()
                .statusCode(200);

        issuer.rotate();

        whoami(issuer.token(UUID.randomUUID(), "ann", Instant.now().plusSeconds(60), "user"))
                .then()
                .statusCode(200);
    }

    @Test
    void refusesTokensThatAreForgedOrForeign() {
        refused(whoami(issuer.forged("ann")), "not_authenticated");
        refused(whoami(issuer.tokenOfIssuer("somebody-else", "ann")), "not_authenticated");
        refused(whoami("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ."), "not_authenticated");
    }

    @Test
    void tellsThatATokenHasExpired() {
        String token = issuer.token(UUID.randomUUID(), "ann", Instant.now().minusSeconds(120), "user");

        refused(whoami(token), "token_expired");
    }

    private static Response whoami(String token) {
        return given().header("Authorization", "Bearer " + token).get("/api/whoami");
    }

    private static void refused(Response response, String code) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.jsonPath().getString("code")).isEqualTo(code);
    }
}
