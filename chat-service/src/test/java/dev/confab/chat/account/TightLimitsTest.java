package dev.confab.chat.account;

import static dev.confab.chat.account.People.PASSWORD;
import static dev.confab.chat.account.People.as;
import static dev.confab.chat.account.People.freshName;
import static dev.confab.chat.account.People.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.confab.chat.account.People.SignedIn;
import dev.confab.chat.testing.Race;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TightLimitsTest.Tight.class)
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
public class TightLimitsTest {
    /** Addresses for documentation; a trusted proxy names them. */
    private static int network = 1;

    /** More than any limit lets pass: a slow machine gives permits back, and without Redis they are counted anew. */
    private static final int MOST_TRIES = 40;

    @Test
    void passwordsOfOneAccountCannotBeTriedForLong() {
        String name = register().username();
        List<Response> tries = untilRefused(_ -> attempt(name, "wrong wrong", freshAddress()));

        assertThat(tries)
                .extracting(Response::statusCode)
                .startsWith(401, 401, 401)
                .endsWith(429);
        tries.getLast().then().body("code", equalTo("rate_limited")).body("retryAfterMs", greaterThan(0));
        assertThat(Integer.parseInt(tries.getLast().header("Retry-After"))).isPositive();
        Response right = attempt(name, PASSWORD, freshAddress());
        for (int round = 0; right.statusCode() == 200 && round < 2; round++) {
            // It took so long that there was a permit again.
            untilRefused(_ -> attempt(name, "wrong wrong", freshAddress()));
            right = attempt(name, PASSWORD, freshAddress());
        }
        right.then().statusCode(429);
    }

    @Test
    void oneAddressCannotTryManyAccounts() {
        String address = freshAddress();
        List<Response> tries = untilRefused(_ -> attempt(freshName("many"), "wrong wrong", address));

        assertThat(tries)
                .extracting(Response::statusCode)
                .startsWith(401, 401, 401)
                .endsWith(429);
        attempt(freshName("other"), "wrong wrong", freshAddress()).then().statusCode(401);
    }

    @Test
    void allAddressesOfOneIpv6CustomerCountAsOne() {
        int customer = network++;
        List<Response> tries = untilRefused(
                i -> attempt(freshName("six"), "wrong wrong", "2001:db8:0:" + customer + ":" + i + "::" + i));

        assertThat(tries)
                .extracting(Response::statusCode)
                .startsWith(401, 401, 401)
                .endsWith(429);
    }

    @Test
    void oneAddressCannotRegisterMany() {
        String address = freshAddress();
        List<Response> tries = untilRefused(_ -> register(freshName("bot"), address));

        assertThat(tries)
                .extracting(Response::statusCode)
                .startsWith(201, 201, 201)
                .endsWith(429);
    }

    @Test
    void oneSignInTooManyEndsTheOldest() {
        SignedIn oldest = register();
        SignedIn newer = SignedIn.of(attempt(oldest.username(), PASSWORD, freshAddress()));
        as(oldest).get("/api/me").then().statusCode(200);

        SignedIn newest = SignedIn.of(attempt(oldest.username(), PASSWORD, freshAddress()));

        as(oldest).get("/api/me").then().statusCode(401);
        as(newer).get("/api/me").then().statusCode(200);
        as(newest).get("/api/me").then().statusCode(200);
    }

    @Test
    void moreHashesThanFitAreRefusedAsOverloaded() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (Response response : Race.of(24, _ -> attempt(freshName("load"), "wrong wrong", freshAddress()))) {
            statuses.add(response.statusCode());
            if (response.statusCode() == 503) {
                response.then().body("code", equalTo("overloaded"));
                assertThat(response.header("Retry-After")).isNotBlank();
            }
        }

        assertThat(statuses).containsOnly(401, 503).contains(401, 503);
    }

    /** Tries with 0, 1, 2 ..., until it is told to slow down or has tried too often. */
    private static List<Response> untilRefused(IntFunction<Response> next) {
        List<Response> answers = new ArrayList<>();
        do {
            answers.add(next.apply(answers.size()));
        } while (answers.getLast().statusCode() != 429 && answers.size() < MOST_TRIES);
        return answers;
    }

    private static SignedIn register() {
        Response response = register(freshName("tight"), freshAddress());
        response.then().statusCode(201);
        return SignedIn.of(response);
    }

    private static Response register(String name, String address) {
        return json(Map.of("username", name, "email", name + "@example.org", "password", PASSWORD))
                .header("X-Forwarded-For", address)
                .post("/api/auth/register");
    }

    private static Response attempt(String name, String password, String address) {
        return given().contentType("application/json")
                .body(Map.of("username", name, "password", password))
                .header("X-Forwarded-For", address)
                .post("/api/auth/login");
    }

    private static synchronized String freshAddress() {
        return "203.0." + network++ + ".7";
    }

    /** Limits that are reached within a moment. */
    public static class Tight implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "confab.auth.limits.logins-per-account", "3",
                    "confab.auth.limits.logins-per-address", "8",
                    "confab.auth.limits.registrations-per-address", "5",
                    "confab.auth.sign-ins-per-account", "2",
                    "confab.passwords.concurrency", "1",
                    "confab.passwords.queue", "2",
                    "confab.passwords.memory-kib", "19456",
                    "confab.passwords.iterations", "2",
                    "confab.sockets.handshakes-per-address", "2",
                    "confab.sockets.handshakes-per-node", "10");
        }
    }
}
