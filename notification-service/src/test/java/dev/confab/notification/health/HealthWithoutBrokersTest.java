package dev.confab.notification.health;

import static dev.confab.local.test.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(HealthWithoutBrokersTest.Profile.class)
class HealthWithoutBrokersTest {
    @Test
    void serviceStaysReadyWhileKafkaAndRedisAreAway() {
        await().untilAsserted(() -> {
            JsonPath ready = given().get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertThat(ready.getString("checks.find { it.name == 'kafka' }.data.state"))
                    .isEqualTo("down");
            assertThat(ready.getString("checks.find { it.name == 'redis' }.data.state"))
                    .isEqualTo("down");
            assertThat(ready.getString("checks.find { it.name == 'database' }.data.state"))
                    .isEqualTo("up");
        });
    }

    /** Only the database is there. */
    public static class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(DatabaseOnly.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }
    }

    /** The stack of the other tests, with addresses at which nobody listens. */
    public static class DatabaseOnly implements QuarkusTestResourceLifecycleManager {
        private final EmbeddedStackResource stack = new EmbeddedStackResource();

        @Override
        public Map<String, String> start() {
            stack.init(Map.of("database", "notification"));
            Map<String, String> settings = new HashMap<>(stack.start());
            settings.put("kafka.bootstrap.servers", "127.0.0.1:1");
            settings.put("quarkus.redis.hosts", "redis://127.0.0.1:1");
            return settings;
        }

        @Override
        public void stop() {
            stack.stop();
        }
    }
}
