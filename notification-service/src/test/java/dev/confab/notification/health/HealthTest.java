package dev.confab.notification.health;

import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(
        value = EmbeddedStackResource.class,
        initArgs = @ResourceArg(name = "database", value = "notification"))
class HealthTest {
    @ParameterizedTest
    @ValueSource(strings = {"database", "kafka", "redis", "disk"})
    void readinessShowsWhatTheServiceDependsOn(String name) {
        // The first look at a server may take longer than readiness waits for it.
        await().untilAsserted(() -> {
            JsonPath ready = given().get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertThat(ready.getString("checks.find { it.name == '" + name + "' }.data.state"))
                    .isEqualTo("up");
        });
    }

    @Test
    void livenessNeedsNothingElse() {
        given().get("/q/health/live").then().statusCode(200);
    }
}
