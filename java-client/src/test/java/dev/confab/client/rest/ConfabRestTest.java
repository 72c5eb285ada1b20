package dev.confab.client.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.confab.client.ConfabException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfabRestTest {
    private record Reply(int status, String body, Map<String, String> headers) {
        static Reply ok(String json) {
            return new Reply(200, json.replace('\'', '"'), Map.of());
        }

        static Reply problem(int status, String code) {
            return new Reply(status, "{\"code\":\"" + code + "\",\"detail\":\"no\",\"requestId\":\"r-1\"}", Map.of());
        }
    }

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Function<String, Reply>> routes = new ConcurrentHashMap<>();
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private HttpServer server;
    private ConfabRest rest;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
        rest = ConfabRest.at(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                TokenStore.inMemory(),
                HttpClient.newHttpClient(),
                () -> now);
        route("POST /api/auth/login", auth -> tokens(1));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void route(String request, Function<String, Reply> reply) {
        routes.put(request, reply);
    }

    private static Reply tokens(int n) {
        return Reply.ok("{'accessToken':'access-" + n + "','expiresIn':900,'refreshToken':'refresh-" + n
                + "','user':{'id':'u1','username':'ada','email':'a@example.org','roles':['user']}}");
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String auth = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        requests.add(request + " " + auth + " " + body);
        Reply reply = routes.getOrDefault(request, a -> Reply.problem(404, "not_found"))
                .apply(auth);
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void presentsTheTokenOfTheLogin() {
        route("GET /api/me", auth -> Reply.ok("{'id':'u1','username':'ada','roles':['user','staff']}"));
        rest.login("ada", "secret");

        assertThat(rest.me().roles()).containsExactlyInAnyOrder("user", "staff");
        assertThat(requests).last().asString().startsWith("GET /api/me Bearer access-1");
    }

    @Test
    void encodesNamesInPaths() {
        route(
                "GET /api/rooms/%C3%BCber%20uns%2F..",
                auth -> Reply.ok(
                        "{'id':'1','name':'x','visibility':'public','lastActivityAt':'2026-01-01T00:00:00Z'}"));
        assertThat(rest.rooms().get("über uns/..").lastActivityAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void turnsAProblemIntoAnExceptionWithItsCode() {
        route(
                "GET /api/rooms/lobby",
                auth -> new Reply(
                        429,
                        "{\"code\":\"rate_limited\",\"detail\":\"slowly\",\"requestId\":\"r-7\",\"retryAfterMs\":1500}",
                        Map.of()));
        assertThatThrownBy(() -> rest.rooms().get("lobby")).isInstanceOfSatisfying(ConfabApiException.class, e -> {
            assertThat(e.code()).isEqualTo("rate_limited");
            assertThat(e.status()).isEqualTo(429);
            assertThat(e.requestId()).isEqualTo("r-7");
            assertThat(e.retryAfter()).isEqualTo(Duration.ofMillis(1500));
            assertThat(e.temporary()).isTrue();
            assertThat(e).hasMessage("slowly");
        });
    }

    @Test
    void saysThatAnAnswerIsNotConfabs() {
        route("GET /api/rooms/lobby", auth -> new Reply(502, "<html>bad gateway</html>", Map.of("Retry-After", "3")));
        assertThatThrownBy(() -> rest.rooms().get("lobby")).isInstanceOfSatisfying(ConfabApiException.class, e -> {
            assertThat(e.code()).isEqualTo(ConfabException.BAD_ANSWER);
            assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        });
        route("GET /api/rooms/lobby", auth -> Reply.ok("<html>hello</html>"));
        assertThatThrownBy(() -> rest.rooms().get("lobby"))
                .isInstanceOfSatisfying(
                        ConfabException.class, e -> assertThat(e.code()).isEqualTo(ConfabException.BAD_ANSWER));
    }

    @Test
    void saysThatNobodyAnswers() {
        server.stop(0);
        assertThatThrownBy(rest::me)
                .isInstanceOfSatisfying(
                        ConfabException.class, e -> assertThat(e.code()).isEqualTo(ConfabException.UNREACHABLE));
    }

    @Test
    void exchangesATokenThatIsAboutToExpireBeforeUsingIt() {
        route("POST /api/auth/refresh", auth -> tokens(2));
        route("GET /api/me", auth -> Reply.ok("{'id':'u1','username':'ada'}"));
        rest.login("ada", "secret");
        now = now.plusSeconds(880);
        rest.me();

        assertThat(requests)
                .satisfiesExactly(
                        login -> assertThat(login).startsWith("POST /api/auth/login"),
                        refresh -> assertThat(refresh).endsWith("{\"refreshToken\":\"refresh-1\"}"),
                        me -> assertThat(me).startsWith("GET /api/me Bearer access-2"));
    }

    @Test
    void exchangesARefusedTokenOnceAndRepeatsTheCall() {
        route("POST /api/auth/refresh", auth -> tokens(2));
        route(
                "GET /api/me",
                auth -> auth.equals("Bearer access-2")
                        ? Reply.ok("{'id':'u1','username':'ada'}")
                        : Reply.problem(401, "token_expired"));
        rest.login("ada", "secret");

        assertThat(rest.me().username()).isEqualTo("ada");
    }

    @Test
    void usesARefreshTokenOnlyOnceHoweverManyCallsNeedIt() {
        route("POST /api/auth/refresh", auth -> tokens(2));
        route(
                "GET /api/me",
                auth -> auth.equals("Bearer access-2")
                        ? Reply.ok("{'id':'u1','username':'ada'}")
                        : Reply.problem(401, "token_expired"));
        rest.login("ada", "secret");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                var _ = threads.submit(rest::me);
            }
        }
        assertThat(requests)
                .filteredOn(r -> r.startsWith("POST /api/auth/refresh"))
                .hasSize(1);
    }

    @Test
    void forgetsTheTokensWhenTheSessionHasEnded() {
        route("POST /api/auth/refresh", auth -> Reply.problem(401, "not_authenticated"));
        route("GET /api/me", auth -> Reply.problem(401, "token_expired"));
        rest.login("ada", "secret");

        assertThatThrownBy(rest::me)
                .isInstanceOfSatisfying(
                        ConfabApiException.class, e -> assertThat(e.code()).isEqualTo("token_expired"));
        assertThat(rest.signedIn()).isFalse();
    }

    @Test
    void forgetsTheTokensOnLogoutEvenIfTheServerIsAway() {
        rest.login("ada", "secret");
        server.stop(0);
        assertThatThrownBy(rest::logout).isInstanceOf(ConfabException.class);
        assertThat(rest.signedIn()).isFalse();
    }

    @Test
    void readsHealthEvenWhenItIsBad() {
        route(
                "GET /q/health",
                auth -> new Reply(
                        503,
                        "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"redis\",\"status\":\"DOWN\",\"data\":{\"a\":1}},"
                                + "{\"name\":\"database\",\"status\":\"UP\"}]}",
                        Map.of()));
        HealthReport health = rest.health(Duration.ofSeconds(60));
        assertThat(health.up()).isFalse();
        assertThat(health.checks()).extracting(HealthReport.Check::up).containsExactly(false, true);
    }
}
