package dev.confab.chat.auth;

import static dev.confab.chat.account.People.PASSWORD;
import static dev.confab.chat.account.People.freshName;
import static dev.confab.chat.account.People.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.sun.net.httpserver.HttpServer;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ForeignIssuerTest.Trusting.class)
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
@QuarkusTestResource(value = ForeignIssuerTest.Issuer.class, restrictToAnnotatedClass = true)
class ForeignIssuerTest {
    private static final String ISSUER = "https://sso.example.org/realms/team";

    @Inject
    SigningKeyService ownKeys;

    @Test
    void aFirstTokenMakesAnAccountAndTheNextFindsIt() {
        String name = freshName("Sso");
        String subject = UUID.randomUUID().toString();
        String id = me(token(subject, name))
                .then()
                .statusCode(200)
                .body("username", equalTo(name))
                .body("roles", contains("user"))
                .extract()
                .path("id");

        String second = token(subject, "renamed there");
        me(second).then().body("id", equalTo(id));
        // Once more, from what the node remembers.
        me(second).then().body("id", equalTo(id)).body("username", equalTo(name));
    }

    @Test
    void nodesThatSeeSomebodyAtOnceAgree() throws Exception {
        String name = freshName("together");
        String subject = UUID.randomUUID().toString();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<Response>> first = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit(() -> me(token(subject, name))))
                    .toList();
            for (Future<Response> response : first) {
                response.get().then().statusCode(200).body("username", equalTo(name));
            }
        }
    }

    @Test
    void nobodyGetsSomebodyElsesAccountByName() {
        String name = freshName("famous");
        String id = me(token("a-" + name, name)).path("id");
        Response other = me(token("b-" + name, name));

        other.then().statusCode(200).body("username", startsWith(name + "-"));
        assertThat((String) other.path("id")).isNotEqualTo(id);
        me(token("c-" + name, "admin")).then().statusCode(200).body("username", startsWith("user-"));
        me(token("d-" + name, "not a <name>")).then().statusCode(200).body("username", startsWith("user-"));
    }

    @Test
    void rolesComeWithTheToken() {
        String subject = UUID.randomUUID().toString();
        String name = freshName("boss");
        JwtClaimsBuilder claims = claims(subject, name);
        claims.claim("realm_access", Map.of("roles", List.of("chat-admins", "other")));

        given().auth()
                .preemptive()
                .oauth2(sign(claims, Issuer.KEY))
                .get("/api/users/" + name)
                .then()
                .statusCode(200)
                .body("roles", contains("user", "staff"));
        given().auth()
                .preemptive()
                .oauth2(token(subject, name))
                .get("/api/users")
                .then()
                .statusCode(403);
    }

    @Test
    void refusesWhatTheIssuerDidNotSignForUs() {
        String subject = UUID.randomUUID().toString();
        SigningKey own = ownKeys.keys().signing(Instant.now());
        refuses(sign(claims(subject, "x1"), SigningKey.generate(Instant.EPOCH)), "not_authenticated");
        refuses(sign(claims(subject, "x2"), own), "not_authenticated");
        refuses(sign(claims(subject, "x3").audience("another service"), Issuer.KEY), "not_authenticated");
        refuses(sign(claims(subject, "x4").issuer("confab"), Issuer.KEY), "not_authenticated");
        refuses(sign(claims(subject, "x5").expiresAt(Instant.now().minusSeconds(60)), Issuer.KEY), "token_expired");
    }

    @Test
    void localLoginIsOff() {
        json(Map.of("username", "admin", "password", "admin of the tests"))
                .post("/api/auth/login")
                .then()
                .statusCode(403);
        json(Map.of("username", freshName("local"), "email", "a@example.org", "password", PASSWORD))
                .post("/api/auth/register")
                .then()
                .statusCode(403);
    }

    private static Response me(String token) {
        return given().auth().preemptive().oauth2(token).get("/api/me");
    }

    private static void refuses(String token, String code) {
        me(token).then().statusCode(401).body("code", equalTo(code));
    }

    private static String token(String subject, String name) {
        return sign(claims(subject, name), Issuer.KEY);
    }

    private static JwtClaimsBuilder claims(String subject, String name) {
        return Jwt.issuer(ISSUER)
                .subject(subject)
                .audience("confab-chat")
                .preferredUserName(name)
                .expiresAt(Instant.now().plusSeconds(60));
    }

    private static String sign(JwtClaimsBuilder claims, SigningKey key) {
        return claims.jws().algorithm(SignatureAlgorithm.RS256).keyId(key.kid()).sign(key.privateKey());
    }

    /** Serves its keys over HTTP, as an OpenID provider does. */
    public static class Issuer implements QuarkusTestResourceLifecycleManager {
        static final SigningKey KEY = SigningKey.generate(Instant.EPOCH);
        private HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            byte[] jwks = new KeySet(List.of(KEY), ISSUER).jwks().getBytes(StandardCharsets.UTF_8);
            server.createContext("/keys", exchange -> {
                exchange.sendResponseHeaders(200, jwks.length);
                exchange.getResponseBody().write(jwks);
                exchange.close();
            });
            server.start();
            return Map.of(
                    "confab.auth.oidc.jwks-url",
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/keys",
                    "confab.auth.oidc.issuer",
                    ISSUER);
        }

        @Override
        public void stop() {
            server.stop(0);
        }
    }

    /** Everybody signs in at the other issuer. */
    public static class Trusting implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "confab.auth.oidc.audience", "confab-chat",
                    "confab.auth.oidc.roles-claim", "realm_access/roles",
                    "confab.auth.oidc.staff-role", "chat-admins",
                    "confab.auth.local.login", "false");
        }
    }
}
